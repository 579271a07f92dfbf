<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="el">
<context>
    <name>Alerts</name>
    <message>
        <source>Alerts</source>
        <translation>Ειδοποιήσεις</translation>
    </message>
</context>
<context>
    <name>Amounts</name>
    <message>
        <source>Settlement: who decides</source>
        <translation>Εκκαθάριση: ποιος αποφασίζει</translation>
    </message>
    <message>
        <source>Manual</source>
        <translation>Χειροκίνητα</translation>
    </message>
    <message>
        <source>Automatic</source>
        <translation>Αυτόματα</translation>
    </message>
    <message>
        <source>Amount of energy</source>
        <translation>Ποσότητα ενέργειας</translation>
    </message>
</context>
<context>
    <name>Battery</name>
    <message>
        <source>Counted in</source>
        <translation>Μετρημένη είσοδος</translation>
    </message>
    <message>
        <source>Counted out</source>
        <translation>Μετρημένη έξοδος</translation>
    </message>
    <message>
        <source>Not yet reported</source>
        <translation>Δεν αναφέρθηκε ακόμη</translation>
    </message>
    <message>
        <source>In the chain&apos;s books</source>
        <translation>Στα βιβλία της αλυσίδας</translation>
    </message>
    <message>
        <source>Nothing was reported yet</source>
        <translation>Δεν αναφέρθηκε τίποτα ακόμη</translation>
    </message>
    <message>
        <source>Report now</source>
        <translation>Αναφορά τώρα</translation>
    </message>
</context>
<context>
    <name>Buttons</name>
    <message>
        <source>Start</source>
        <translation>Έναρξη</translation>
    </message>
    <message>
        <source>Reset</source>
        <translation>Μηδενισμός</translation>
    </message>
    <message>
        <source>Set Values</source>
        <translation>Καταχώριση</translation>
    </message>
    <message>
        <source>Update Values</source>
        <translation>Διόρθωση</translation>
    </message>
</context>
<context>
    <name>Choices</name>
    <message>
        <source>Opt in</source>
        <translation>Συμμετοχή</translation>
    </message>
    <message>
        <source>Opt out</source>
        <translation>Αποχή</translation>
    </message>
    <message>
        <source>None</source>
        <translation>Τίποτα</translation>
    </message>
    <message>
        <source>Sell</source>
        <translation>Πώληση</translation>
    </message>
    <message>
        <source>Buy</source>
        <translation>Αγορά</translation>
    </message>
</context>
<context>
    <name>ConfirmSheet</name>
    <message>
        <source>Not now</source>
        <translation>Όχι τώρα</translation>
    </message>
</context>
<context>
    <name>Credit</name>
    <message>
        <source>Energy credit</source>
        <translation>Πίστωση ενέργειας</translation>
    </message>
    <message>
        <source>Money credit</source>
        <translation>Πίστωση χρημάτων</translation>
    </message>
    <message>
        <source>1 kWh in brings</source>
        <translation>1 kWh μέσα δίνει</translation>
    </message>
    <message>
        <source>1 kWh out takes</source>
        <translation>1 kWh έξω παίρνει</translation>
    </message>
</context>
<context>
    <name>Devices</name>
    <message>
        <source>Devices</source>
        <translation>Συσκευές</translation>
    </message>
    <message>
        <source>Meters and devices</source>
        <translation>Μετρητές και συσκευές</translation>
    </message>
    <message>
        <source>On</source>
        <translation>Ναι</translation>
    </message>
    <message>
        <source>Off</source>
        <translation>Όχι</translation>
    </message>
    <message>
        <source>Surplus</source>
        <translation>Πλεόνασμα</translation>
    </message>
</context>
<context>
    <name>History</name>
    <message>
        <source>Day</source>
        <translation>Ημέρα</translation>
    </message>
    <message>
        <source>Week</source>
        <translation>Εβδομάδα</translation>
    </message>
    <message>
        <source>Month</source>
        <translation>Μήνας</translation>
    </message>
    <message>
        <source>Year</source>
        <translation>Έτος</translation>
    </message>
    <message>
        <source>Energy</source>
        <translation>Ενέργεια</translation>
    </message>
    <message>
        <source>Money</source>
        <translation>Χρήματα</translation>
    </message>
</context>
<context>
    <name>Home</name>
    <message>
        <source>Price</source>
        <translation>Τιμή</translation>
    </message>
    <message>
        <source>touch to see</source>
        <translation>αγγίξτε για να δείτε</translation>
    </message>
    <message>
        <source>The last trade is covered.</source>
        <translation>Η τελευταία συναλλαγή είναι κρυμμένη.</translation>
    </message>
</context>
<context>
    <name>Information</name>
    <message>
        <source>Information</source>
        <translation>Στοιχεία</translation>
    </message>
    <message>
        <source>Earlier</source>
        <translation>Παλαιότερα</translation>
    </message>
    <message>
        <source>Later</source>
        <translation>Νεότερα</translation>
    </message>
    <message>
        <source>To be corrected</source>
        <translation>Προς διόρθωση</translation>
    </message>
    <message>
        <source>Your choice</source>
        <translation>Η επιλογή σας</translation>
    </message>
    <message>
        <source>Trades</source>
        <translation>Συναλλαγές</translation>
    </message>
    <message>
        <source>Settlement</source>
        <translation>Εκκαθάριση</translation>
    </message>
</context>
<context>
    <name>Installer</name>
    <message>
        <source>Installer</source>
        <translation>Εγκατάσταση</translation>
    </message>
    <message>
        <source>Enter the installer&apos;s PIN</source>
        <translation>Εισαγωγή PIN εγκαταστάτη</translation>
    </message>
    <message>
        <source>A name for %1</source>
        <translation>Ένα όνομα για %1</translation>
    </message>
    <message>
        <source>No name</source>
        <translation>Χωρίς όνομα</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Άκυρο</translation>
    </message>
</context>
<context>
    <name>Keys</name>
    <message>
        <source>Cancel</source>
        <translation>Άκυρο</translation>
    </message>
</context>
<context>
    <name>Main</name>
    <message>
        <source>gridhearth</source>
        <translation>gridhearth</translation>
    </message>
    <message>
        <source>Home</source>
        <translation>Αρχική</translation>
    </message>
    <message>
        <source>Trade</source>
        <translation>Αγορά</translation>
    </message>
    <message>
        <source>History</source>
        <translation>Αρχείο</translation>
    </message>
    <message>
        <source>Street</source>
        <translation>Οδός</translation>
    </message>
    <message>
        <source>More</source>
        <translation>Άλλα</translation>
    </message>
</context>
<context>
    <name>More</name>
    <message>
        <source>Alerts</source>
        <translation>Ειδοποιήσεις</translation>
    </message>
    <message>
        <source>Meters and devices</source>
        <translation>Μετρητές και συσκευές</translation>
    </message>
    <message>
        <source>Battery and stored energy</source>
        <translation>Μπαταρία και απόθεμα</translation>
    </message>
    <message>
        <source>This screen</source>
        <translation>Αυτή η οθόνη</translation>
    </message>
    <message>
        <source>Installer</source>
        <translation>Εγκατάσταση</translation>
    </message>
</context>
<context>
    <name>Neighbourhood</name>
    <message>
        <source>Map</source>
        <translation>Χάρτης</translation>
    </message>
    <message>
        <source>Offers</source>
        <translation>Προσφορές</translation>
    </message>
    <message>
        <source>Prices</source>
        <translation>Τιμές</translation>
    </message>
</context>
<context>
    <name>Partners</name>
    <message>
        <source>Repeat every round</source>
        <translation>Επανάληψη σε κάθε γύρο</translation>
    </message>
    <message>
        <source>No</source>
        <translation>Όχι</translation>
    </message>
    <message>
        <source>Yes</source>
        <translation>Ναι</translation>
    </message>
    <message>
        <source>Preferably within</source>
        <translation>Κατά προτίμηση έως</translation>
    </message>
</context>
<context>
    <name>PinSheet</name>
    <message>
        <source>Cancel</source>
        <translation>Άκυρο</translation>
    </message>
</context>
<context>
    <name>Prices</name>
    <message>
        <source>from</source>
        <translation>από</translation>
    </message>
    <message>
        <source>to</source>
        <translation>έως</translation>
    </message>
</context>
<context>
    <name>Sessions</name>
    <message>
        <source>Start a session</source>
        <translation>Έναρξη συνεδρίας</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Τέλος</translation>
    </message>
</context>
<context>
    <name>Settings</name>
    <message>
        <source>This screen</source>
        <translation>Αυτή η οθόνη</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>Γλώσσα</translation>
    </message>
    <message>
        <source>PIN</source>
        <translation>PIN</translation>
    </message>
    <message>
        <source>A PIN is asked for before anything is changed. Looking needs none.</source>
        <translation>Πριν από κάθε αλλαγή ζητείται PIN. Για να δείτε, δεν χρειάζεται.</translation>
    </message>
    <message>
        <source>Without a PIN everybody who stands here may sell and buy. Looking never needs one.</source>
        <translation>Χωρίς PIN όποιος στέκεται εδώ μπορεί να πουλά και να αγοράζει. Για να δείτε, δεν χρειάζεται ποτέ.</translation>
    </message>
    <message>
        <source>Change the PIN</source>
        <translation>Αλλαγή του PIN</translation>
    </message>
    <message>
        <source>Set a PIN</source>
        <translation>Ορισμός PIN</translation>
    </message>
    <message>
        <source>Remove the PIN</source>
        <translation>Αφαίρεση PIN</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>Φωτισμός</translation>
    </message>
    <message>
        <source>A panel lasts about two years at full light day and night, much longer when it dims.</source>
        <translation>Μια οθόνη σε πλήρες φως μέρα και νύχτα αντέχει περίπου δύο χρόνια, πολύ περισσότερο όταν χαμηλώνει.</translation>
    </message>
    <message>
        <source>Brightness</source>
        <translation>Φωτεινότητα</translation>
    </message>
    <message>
        <source>Dims when untouched for</source>
        <translation>Χαμηλώνει χωρίς άγγιγμα μετά από</translation>
    </message>
    <message>
        <source>Dark colours</source>
        <translation>Σκούρα χρώματα</translation>
    </message>
    <message>
        <source>A new alert wakes the screen</source>
        <translation>Νέα ειδοποίηση ξυπνά την οθόνη</translation>
    </message>
    <message>
        <source>Dark at night</source>
        <translation>Σκοτεινή τη νύχτα</translation>
    </message>
    <message>
        <source>The night begins at</source>
        <translation>Η νύχτα αρχίζει στις</translation>
    </message>
    <message>
        <source>It ends at</source>
        <translation>Τελειώνει στις</translation>
    </message>
    <message>
        <source>Hide amounts of money</source>
        <translation>Απόκρυψη ποσών</translation>
    </message>
    <message>
        <source>The first page shows dots instead; a touch shows the amounts for half a minute.</source>
        <translation>Η πρώτη σελίδα δείχνει τελείες· ένα άγγιγμα δείχνει τα ποσά για μισό λεπτό.</translation>
    </message>
    <message>
        <source>About</source>
        <translation>Σχετικά</translation>
    </message>
    <message>
        <source>For the installer</source>
        <translation>Για τον εγκαταστάτη</translation>
    </message>
</context>
<context>
    <name>Storage</name>
    <message>
        <source>Battery</source>
        <translation>Μπαταρία</translation>
    </message>
    <message>
        <source>Stored energy</source>
        <translation>Αποθηκευμένη ενέργεια</translation>
    </message>
    <message>
        <source>Sessions</source>
        <translation>Συνεδρίες</translation>
    </message>
    <message>
        <source>Credit</source>
        <translation>Πίστωση</translation>
    </message>
</context>
<context>
    <name>Work</name>
    <message>
        <source>The load</source>
        <translation>Το φορτίο</translation>
    </message>
    <message>
        <source>The home&apos;s fuse</source>
        <translation>Ασφάλεια του σπιτιού</translation>
    </message>
    <message>
        <source>Phases</source>
        <translation>Φάσεις</translation>
    </message>
</context>
<context>
    <name>alerts</name>
    <message>
        <source>Nothing can be said now.</source>
        <translation>Τώρα δεν μπορεί να ειπωθεί τίποτα.</translation>
    </message>
    <message>
        <source>What is below was true when the agent last answered.</source>
        <translation>Τα παρακάτω ίσχυαν όταν η κεντρική μονάδα απάντησε τελευταία φορά.</translation>
    </message>
    <message>
        <source>The agent does less now</source>
        <translation>Η κεντρική μονάδα κάνει λιγότερα τώρα</translation>
    </message>
    <message>
        <source>All is well</source>
        <translation>Όλα καλά</translation>
    </message>
    <message>
        <source>Meters, market and chain work as they should.</source>
        <translation>Μετρητές, αγορά και αλυσίδα λειτουργούν όπως πρέπει.</translation>
    </message>
    <message>
        <source>1 thing needs attention</source>
        <translation>1 θέμα χρειάζεται προσοχή</translation>
    </message>
    <message>
        <source>%1 things need attention</source>
        <translation>%1 θέματα χρειάζονται προσοχή</translation>
    </message>
    <message>
        <source>Trades</source>
        <translation>Συναλλάσσεται</translation>
    </message>
    <message>
        <source>buys and sells</source>
        <translation>αγοράζει και πουλά</translation>
    </message>
    <message>
        <source>Reports</source>
        <translation>Αναφέρει</translation>
    </message>
    <message>
        <source>no trading</source>
        <translation>χωρίς συναλλαγές</translation>
    </message>
    <message>
        <source>Measures</source>
        <translation>Μετρά</translation>
    </message>
    <message>
        <source>nothing goes out</source>
        <translation>τίποτα δεν βγαίνει</translation>
    </message>
    <message>
        <source>Safe mode</source>
        <translation>Ασφαλής λειτουργία</translation>
    </message>
    <message>
        <source>decides nothing</source>
        <translation>δεν αποφασίζει</translation>
    </message>
    <message>
        <source>Nothing is traded now; what is metered is still reported.</source>
        <translation>Τώρα δεν γίνονται συναλλαγές· οι μετρήσεις εξακολουθούν να αναφέρονται.</translation>
    </message>
    <message>
        <source>It only measures and shows now; nothing leaves the house.</source>
        <translation>Τώρα μόνο μετρά και δείχνει· τίποτα δεν φεύγει από το σπίτι.</translation>
    </message>
    <message>
        <source>Safe mode: nothing is traded, relays are switched safe.</source>
        <translation>Ασφαλής λειτουργία: δεν γίνονται συναλλαγές, τα ρελέ είναι σε ασφαλή θέση.</translation>
    </message>
    <message>
        <source>since %1</source>
        <translation>από %1</translation>
    </message>
</context>
<context>
    <name>answers</name>
    <message>
        <source>The agent&apos;s answer could not be understood.</source>
        <translation>Η απάντηση της κεντρικής μονάδας δεν ήταν κατανοητή.</translation>
    </message>
</context>
<context>
    <name>charts</name>
    <message>
        <source>offered, %1</source>
        <translation>προσφορά, %1</translation>
    </message>
    <message>
        <source>wanted</source>
        <translation>ζήτηση</translation>
    </message>
    <message>
        <source>yours</source>
        <translation>δικό σας</translation>
    </message>
    <message>
        <source>earned, %1</source>
        <translation>έσοδα, %1</translation>
    </message>
    <message>
        <source>spent</source>
        <translation>έξοδα</translation>
    </message>
    <message>
        <source>penalty</source>
        <translation>ποινή</translation>
    </message>
    <message>
        <source>made, kWh</source>
        <translation>παραγωγή, kWh</translation>
    </message>
    <message>
        <source>given</source>
        <translation>προς δίκτυο</translation>
    </message>
    <message>
        <source>drawn</source>
        <translation>από δίκτυο</translation>
    </message>
    <message>
        <source>expected</source>
        <translation>αναμενόμενο</translation>
    </message>
    <message>
        <source>made, kW</source>
        <translation>παραγωγή, kW</translation>
    </message>
    <message>
        <source>used, kW</source>
        <translation>χρήση, kW</translation>
    </message>
    <message>
        <source>given to the grid, kW</source>
        <translation>προς το δίκτυο, kW</translation>
    </message>
    <message>
        <source>drawn from it, kW</source>
        <translation>από το δίκτυο, kW</translation>
    </message>
    <message>
        <source>your home</source>
        <translation>το σπίτι σας</translation>
    </message>
    <message>
        <source>partners</source>
        <translation>συναλλασσόμενοι</translation>
    </message>
    <message>
        <source>others</source>
        <translation>άλλοι</translation>
    </message>
</context>
<context>
    <name>daemon</name>
    <message>
        <source>Somebody else has sent a transaction with this home&apos;s key. Trading has stopped.</source>
        <translation>Κάποιος άλλος έστειλε κάτι με το κλειδί αυτού του σπιτιού. Οι συναλλαγές σταμάτησαν.</translation>
    </message>
    <message>
        <source>Call your installer: the key must be replaced.</source>
        <translation>Καλέστε τον εγκαταστάτη: το κλειδί πρέπει να αλλάξει.</translation>
    </message>
    <message>
        <source>The chain contradicts itself: %1. Trading has stopped.</source>
        <translation>Η αλυσίδα αντιφάσκει: %1. Οι συναλλαγές σταμάτησαν.</translation>
    </message>
    <message>
        <source>Call the market&apos;s operator.</source>
        <translation>Καλέστε τον διαχειριστή της αγοράς.</translation>
    </message>
    <message>
        <source>The market&apos;s chain cannot be followed: %1.</source>
        <translation>Η αλυσίδα της αγοράς δεν παρακολουθείται: %1.</translation>
    </message>
    <message>
        <source>The market&apos;s chain cannot be followed (%1).</source>
        <translation>Η αλυσίδα της αγοράς δεν παρακολουθείται (%1).</translation>
    </message>
    <message>
        <source>Nothing, if it passes within minutes; else check the internet connection.</source>
        <translation>Τίποτα, αν περάσει σε λίγα λεπτά· αλλιώς ελέγξτε τη σύνδεση στο διαδίκτυο.</translation>
    </message>
    <message>
        <source>The operator&apos;s statement for cycle %1 says %2, the chain proves %3.</source>
        <translation>Η εκκαθάριση του διαχειριστή για τον γύρο %1 λέει %2, η αλυσίδα αποδεικνύει %3.</translation>
    </message>
    <message>
        <source>What the chain proves holds. Ask the operator about it.</source>
        <translation>Ισχύει ό,τι αποδεικνύει η αλυσίδα. Ρωτήστε τον διαχειριστή.</translation>
    </message>
    <message>
        <source>This home is not enrolled in the market.</source>
        <translation>Αυτό το σπίτι δεν είναι εγγεγραμμένο στην αγορά.</translation>
    </message>
    <message>
        <source>Ask the market&apos;s operator to enrol it.</source>
        <translation>Ζητήστε από τον διαχειριστή της αγοράς να το εγγράψει.</translation>
    </message>
    <message>
        <source>The home&apos;s chain account cannot pay for transactions.</source>
        <translation>Ο λογαριασμός του σπιτιού στην αλυσίδα δεν μπορεί να πληρώσει τις αποστολές.</translation>
    </message>
    <message>
        <source>Ask the market&apos;s operator to fund it.</source>
        <translation>Ζητήστε από τον διαχειριστή της αγοράς να τον χρηματοδοτήσει.</translation>
    </message>
    <message>
        <source>The orders of cycle %1 could not be cleared: %2.</source>
        <translation>Οι εντολές του γύρου %1 δεν μπόρεσαν να εκκαθαριστούν: %2.</translation>
    </message>
    <message>
        <source>Tell the market&apos;s operator.</source>
        <translation>Ενημερώστε τον διαχειριστή της αγοράς.</translation>
    </message>
    <message>
        <source>Check the meter and the radio link. Nothing is sold until it reports again.</source>
        <translation>Ελέγξτε τον μετρητή και τον ασύρματο. Τίποτα δεν πωλείται μέχρι να αναφέρει ξανά.</translation>
    </message>
    <message>
        <source>Delivery reports cannot be sent: %1.</source>
        <translation>Οι αναφορές παράδοσης δεν στέλνονται: %1.</translation>
    </message>
    <message>
        <source>Nothing: they are kept and sent when the line is back.</source>
        <translation>Τίποτα: φυλάσσονται και στέλνονται όταν επανέλθει η γραμμή.</translation>
    </message>
    <message>
        <source>Nothing: it begins by itself. The lost box must not run again.</source>
        <translation>Τίποτα: αρχίζει μόνο του. Το χαμένο κουτί δεν πρέπει να ξαναλειτουργήσει.</translation>
    </message>
    <message>
        <source>Another box with its key was at work meanwhile.</source>
        <translation>Στο μεταξύ εργαζόταν άλλο κουτί με το κλειδί του.</translation>
    </message>
    <message>
        <source>The clock is not set yet, so nothing is traded.</source>
        <translation>Το ρολόι δεν έχει ρυθμιστεί ακόμη, άρα δεν γίνονται συναλλαγές.</translation>
    </message>
    <message>
        <source>Check the internet connection; the time comes from there.</source>
        <translation>Ελέγξτε τη σύνδεση στο διαδίκτυο· από εκεί έρχεται η ώρα.</translation>
    </message>
    <message>
        <source>not yet connected to the chain</source>
        <translation>χωρίς σύνδεση με την αλυσίδα ακόμη</translation>
    </message>
    <message>
        <source>not yet connected to the broker</source>
        <translation>χωρίς σύνδεση με τον διαμεσολαβητή ακόμη</translation>
    </message>
    <message>
        <source>no new block for %1 s</source>
        <translation>κανένα νέο μπλοκ για %1 δ</translation>
    </message>
    <message>
        <source>following the chain</source>
        <translation>παρακολουθεί την αλυσίδα</translation>
    </message>
    <message>
        <source>No meter has reported yet.</source>
        <translation>Κανένας μετρητής δεν ανέφερε ακόμη.</translation>
    </message>
    <message>
        <source>No grid meter has been chosen yet.</source>
        <translation>Δεν έχει επιλεγεί ακόμη μετρητής δικτύου.</translation>
    </message>
    <message>
        <source>Nothing is traded.</source>
        <translation>Δεν γίνονται συναλλαγές.</translation>
    </message>
    <message>
        <source>An installer pairs the meter and gives it its role: gridhearth pair.</source>
        <translation>Ο εγκαταστάτης συνδέει τον μετρητή και του δίνει ρόλο: gridhearth pair.</translation>
    </message>
    <message>
        <source>Look whether it has power and is in reach; until it answers, switch it by hand.</source>
        <translation>Δείτε αν έχει ρεύμα και είναι εντός εμβέλειας· μέχρι να απαντήσει, χειριστείτε το με το χέρι.</translation>
    </message>
    <message>
        <source>The relay does not answer; it may be on or off.</source>
        <translation>Ο διακόπτης δεν απαντά· μπορεί να είναι ανοικτός ή κλειστός.</translation>
    </message>
    <message>
        <source>The relay is on although it was told otherwise.</source>
        <translation>Ο διακόπτης είναι ανοικτός παρότι του ειπώθηκε άλλο.</translation>
    </message>
    <message>
        <source>The relay is off although it was told otherwise.</source>
        <translation>Ο διακόπτης είναι κλειστός παρότι του ειπώθηκε άλλο.</translation>
    </message>
    <message>
        <source>The radio does not work: %1</source>
        <translation>Ο ασύρματος δεν λειτουργεί: %1</translation>
    </message>
    <message>
        <source>Look whether the stick is plugged in and no other program uses it; pull it out and put it back.</source>
        <translation>Δείτε αν ο προσαρμογέας είναι στη θέση του και δεν τον χρησιμοποιεί άλλο πρόγραμμα· βγάλτε τον και ξαναβάλτε τον.</translation>
    </message>
    <message>
        <source>The stick has no network: %1</source>
        <translation>Ο προσαρμογέας δεν έχει δίκτυο: %1</translation>
    </message>
    <message>
        <source>An installer restores the home&apos;s backup (gridhearth radio restore), or forms a new network (gridhearth radio form).</source>
        <translation>Ο εγκαταστάτης επαναφέρει το αντίγραφο του σπιτιού (gridhearth radio restore) ή δημιουργεί νέο δίκτυο (gridhearth radio form).</translation>
    </message>
    <message>
        <source>The stick holds another home&apos;s network: %1</source>
        <translation>Ο προσαρμογέας έχει το δίκτυο άλλου σπιτιού: %1</translation>
    </message>
    <message>
        <source>Put the home&apos;s own stick back, or restore its backup: gridhearth radio restore.</source>
        <translation>Βάλτε πίσω τον προσαρμογέα του σπιτιού ή επαναφέρετε το αντίγραφό του: gridhearth radio restore.</translation>
    </message>
    <message>
        <source>%1 (grid meter)</source>
        <translation>%1 (μετρητής δικτύου)</translation>
    </message>
    <message>
        <source>%1 (generation meter)</source>
        <translation>%1 (μετρητής παραγωγής)</translation>
    </message>
    <message>
        <source>%1 (storage meter)</source>
        <translation>%1 (μετρητής μπαταρίας)</translation>
    </message>
    <message>
        <source>%1 is not in the radio&apos;s network.</source>
        <translation>%1: δεν είναι στο ασύρματο δίκτυο.</translation>
    </message>
    <message>
        <source>Pair it again, or give its role to another meter: gridhearth devices.</source>
        <translation>Συνδέστε τον ξανά ή δώστε τον ρόλο του σε άλλον μετρητή: gridhearth devices.</translation>
    </message>
    <message>
        <source>%1 cannot be used: %2</source>
        <translation>%1: δεν μπορεί να χρησιμοποιηθεί: %2</translation>
    </message>
    <message>
        <source>Ask the installer: the meter&apos;s scale must be known before its energy counts.</source>
        <translation>Ρωτήστε τον εγκαταστάτη: η κλίμακα του μετρητή πρέπει να είναι γνωστή για να μετρά η ενέργειά του.</translation>
    </message>
    <message>
        <source>Look whether it has power and is in reach; then gridhearth devices configure.</source>
        <translation>Δείτε αν έχει ρεύμα και είναι εντός εμβέλειας· μετά gridhearth devices configure.</translation>
    </message>
    <message>
        <source>%1 has gone silent.</source>
        <translation>%1: σταμάτησε να αναφέρει.</translation>
    </message>
    <message>
        <source>The clock is not trusted yet.</source>
        <translation>Το ρολόι δεν είναι ακόμη αξιόπιστο.</translation>
    </message>
    <message>
        <source>Too few readings yet to judge.</source>
        <translation>Πολύ λίγες μετρήσεις ακόμη.</translation>
    </message>
    <message>
        <source>Meter %1 has never reported.</source>
        <translation>Ο μετρητής %1 δεν ανέφερε ποτέ.</translation>
    </message>
    <message>
        <source>Meter %1 has not reported yet.</source>
        <translation>Ο μετρητής %1 δεν ανέφερε ακόμη.</translation>
    </message>
    <message>
        <source>Meter %1 is dated later than now; the clock may have been set back.</source>
        <translation>Ο μετρητής %1 δείχνει ώρα μετά την τωρινή· ίσως το ρολόι γύρισε πίσω.</translation>
    </message>
    <message>
        <source>Meter %1 reports registers that cannot be right (%2) for %3; an installer must look at it.</source>
        <translation>Ο μετρητής %1 δίνει εδώ και %3 ενδείξεις που δεν μπορεί να ισχύουν (%2)· να τον δει εγκαταστάτης.</translation>
    </message>
    <message>
        <source>Meter %1 has been silent for %2.</source>
        <translation>Ο μετρητής %1 σιωπά εδώ και %2.</translation>
    </message>
    <message>
        <source>The meter has been silent for %1.</source>
        <translation>Ο μετρητής σιωπά εδώ και %1.</translation>
    </message>
    <message>
        <source>Your home uses %1 more than it makes (makes %2, uses %3).</source>
        <translation>Το σπίτι σας χρησιμοποιεί %1 παραπάνω απ&apos; όσο παράγει (παράγει %2, χρησιμοποιεί %3).</translation>
    </message>
    <message>
        <source>Your home uses %1 more than it makes.</source>
        <translation>Το σπίτι σας χρησιμοποιεί %1 παραπάνω απ&apos; όσο παράγει.</translation>
    </message>
    <message>
        <source>Your home makes %1 more than it uses (makes %2, uses %3).</source>
        <translation>Το σπίτι σας παράγει %1 παραπάνω απ&apos; όσο χρησιμοποιεί (παράγει %2, χρησιμοποιεί %3).</translation>
    </message>
    <message>
        <source>Your home makes %1 more than it uses.</source>
        <translation>Το σπίτι σας παράγει %1 παραπάνω απ&apos; όσο χρησιμοποιεί.</translation>
    </message>
    <message>
        <source>Your home makes %1 more than it uses (makes %2, uses %3); surplus begins at %4.</source>
        <translation>Το σπίτι σας παράγει %1 παραπάνω απ&apos; όσο χρησιμοποιεί (παράγει %2, χρησιμοποιεί %3)· πλεόνασμα από %4.</translation>
    </message>
    <message>
        <source>Your home makes %1 more than it uses; surplus begins at %2.</source>
        <translation>Το σπίτι σας παράγει %1 παραπάνω απ&apos; όσο χρησιμοποιεί· πλεόνασμα από %2.</translation>
    </message>
    <message>
        <source>Selling needs a surplus.</source>
        <translation>Για πώληση χρειάζεται πλεόνασμα.</translation>
    </message>
    <message>
        <source>The lowest price %1 is outside %2.</source>
        <translation>Η χαμηλότερη τιμή %1 είναι εκτός %2.</translation>
    </message>
    <message>
        <source>The highest price %1 is outside %2.</source>
        <translation>Η υψηλότερη τιμή %1 είναι εκτός %2.</translation>
    </message>
    <message>
        <source>The lowest price %1 is above the highest, %2.</source>
        <translation>Η χαμηλότερη τιμή %1 ξεπερνά την υψηλότερη, %2.</translation>
    </message>
    <message>
        <source>%1 per kWh</source>
        <translation>%1 ανά kWh</translation>
    </message>
    <message>
        <source>%1 per kWh to %2 per kWh</source>
        <translation>%1 έως %2 ανά kWh</translation>
    </message>
    <message>
        <source>at most %1</source>
        <translation>το πολύ %1</translation>
    </message>
    <message>
        <source>at most %1 per kWh</source>
        <translation>το πολύ %1 ανά kWh</translation>
    </message>
    <message>
        <source>more than 0 kWh</source>
        <translation>πάνω από 0 kWh</translation>
    </message>
    <message>
        <source>a known forecast</source>
        <translation>γνωστή πρόβλεψη</translation>
    </message>
    <message>
        <source>0 m to %1 m</source>
        <translation>0 m έως %1 m</translation>
    </message>
    <message>
        <source>The distance %1 m is outside 0 m to %2 m.</source>
        <translation>Η απόσταση %1 m είναι εκτός 0 m έως %2 m.</translation>
    </message>
    <message>
        <source>What your home will use and make is not known yet.</source>
        <translation>Δεν είναι ακόμη γνωστό τι θα χρησιμοποιήσει και θα παράγει το σπίτι σας.</translation>
    </message>
    <message>
        <source>No surplus is expected in the next delivery interval.</source>
        <translation>Δεν αναμένεται πλεόνασμα στο επόμενο διάστημα παράδοσης.</translation>
    </message>
    <message>
        <source>No need is expected in the next delivery interval.</source>
        <translation>Δεν αναμένεται ανάγκη στο επόμενο διάστημα παράδοσης.</translation>
    </message>
    <message>
        <source>The amount must be above 0 kWh.</source>
        <translation>Η ποσότητα πρέπει να είναι πάνω από 0 kWh.</translation>
    </message>
    <message>
        <source>Your connection carries at most %1 in one cycle, not %2.</source>
        <translation>Η σύνδεσή σας αντέχει το πολύ %1 ανά γύρο, όχι %2.</translation>
    </message>
    <message>
        <source>%1 is more than the surplus expected in the next delivery interval, %2.</source>
        <translation>%1 είναι πάνω από το πλεόνασμα που αναμένεται στο επόμενο διάστημα παράδοσης, %2.</translation>
    </message>
    <message>
        <source>%1 is more than the need expected in the next delivery interval, %2.</source>
        <translation>%1 είναι πάνω από την ανάγκη που αναμένεται στο επόμενο διάστημα παράδοσης, %2.</translation>
    </message>
    <message>
        <source>This order could cost up to %1; your account has %2 free for it.</source>
        <translation>Αυτή η εντολή μπορεί να κοστίσει έως %1· ο λογαριασμός σας έχει διαθέσιμα %2.</translation>
    </message>
    <message>
        <source>The last reading is too old to expect anything from it.</source>
        <translation>Η τελευταία μέτρηση είναι πολύ παλιά για πρόβλεψη.</translation>
    </message>
    <message>
        <source>This home&apos;s key was used elsewhere; trading has stopped.</source>
        <translation>Το κλειδί αυτού του σπιτιού χρησιμοποιήθηκε αλλού· οι συναλλαγές σταμάτησαν.</translation>
    </message>
    <message>
        <source>Your account has not been proven yet.</source>
        <translation>Ο λογαριασμός σας δεν έχει αποδειχθεί ακόμη.</translation>
    </message>
    <message>
        <source>This cycle&apos;s limit of %1 orders is reached.</source>
        <translation>Συμπληρώθηκε το όριο των %1 εντολών αυτού του γύρου.</translation>
    </message>
    <message>
        <source>The market&apos;s time is not known yet.</source>
        <translation>Η ώρα της αγοράς δεν είναι ακόμη γνωστή.</translation>
    </message>
    <message>
        <source>The quotation window is closed.</source>
        <translation>Αυτός ο γύρος δεν δέχεται πια εντολές.</translation>
    </message>
    <message>
        <source>The order waits for the next quotation window.</source>
        <translation>Η εντολή περιμένει τον επόμενο γύρο.</translation>
    </message>
    <message>
        <source>The order is no longer repeated.</source>
        <translation>Η εντολή δεν επαναλαμβάνεται πια.</translation>
    </message>
    <message>
        <source>The values are in order. Press Set Values to use them.</source>
        <translation>Οι τιμές είναι σωστές. Πατήστε Καταχώριση για να ισχύσουν.</translation>
    </message>
    <message>
        <source>Make every choice first: settlement, price range and, if manual, the amount.</source>
        <translation>Κάντε πρώτα κάθε επιλογή: εκκαθάριση, εύρος τιμών και, αν είναι χειροκίνητα, την ποσότητα.</translation>
    </message>
    <message>
        <source>This order replaces your earlier one of this window.</source>
        <translation>Αυτή η εντολή αντικαθιστά την προηγούμενη του γύρου.</translation>
    </message>
    <message>
        <source>The waiting order was not sent: the facts had changed.</source>
        <translation>Η εντολή σε αναμονή δεν στάλθηκε: τα δεδομένα άλλαξαν.</translation>
    </message>
    <message>
        <source>Press Start to begin.</source>
        <translation>Πατήστε Έναρξη.</translation>
    </message>
    <message>
        <source>You take part in no trading.</source>
        <translation>Δεν συμμετέχετε σε συναλλαγές.</translation>
    </message>
    <message>
        <source>You chose neither to sell nor to buy.</source>
        <translation>Δεν επιλέξατε ούτε πώληση ούτε αγορά.</translation>
    </message>
    <message>
        <source>Nothing is sent until the values are corrected.</source>
        <translation>Τίποτα δεν στέλνεται μέχρι να διορθωθούν οι τιμές.</translation>
    </message>
    <message>
        <source>You have an order in this window: Set Values replaces it.</source>
        <translation>Έχετε εντολή σε αυτόν τον γύρο: η Καταχώριση την αντικαθιστά.</translation>
    </message>
    <message>
        <source>Press Set Values once to repeat the order every cycle.</source>
        <translation>Πατήστε μία φορά Καταχώριση για επανάληψη σε κάθε γύρο.</translation>
    </message>
    <message>
        <source>It is already started.</source>
        <translation>Έχει ήδη ξεκινήσει.</translation>
    </message>
    <message>
        <source>Press Start first.</source>
        <translation>Πατήστε πρώτα Έναρξη.</translation>
    </message>
    <message>
        <source>Opt in to trading first.</source>
        <translation>Επιλέξτε πρώτα Συμμετοχή.</translation>
    </message>
    <message>
        <source>Choose to sell or to buy first.</source>
        <translation>Επιλέξτε πρώτα πώληση ή αγορά.</translation>
    </message>
    <message>
        <source>There is nothing to correct.</source>
        <translation>Δεν υπάρχει τίποτα για διόρθωση.</translation>
    </message>
    <message>
        <source>Correct the values and press Update Values first.</source>
        <translation>Διορθώστε πρώτα τις τιμές και πατήστε Διόρθωση.</translation>
    </message>
    <message>
        <source>Choose the manual settlement first.</source>
        <translation>Επιλέξτε πρώτα χειροκίνητη εκκαθάριση.</translation>
    </message>
    <message>
        <source>your price did not meet the market</source>
        <translation>η τιμή σας δεν συνάντησε την αγορά</translation>
    </message>
    <message>
        <source>there was not enough supply</source>
        <translation>δεν υπήρχε αρκετή προσφορά</translation>
    </message>
    <message>
        <source>no partner was left for you</source>
        <translation>δεν έμεινε συναλλασσόμενος για εσάς</translation>
    </message>
    <message>
        <source>buyers&apos; and sellers&apos; prices did not cross</source>
        <translation>οι τιμές αγοραστών και πωλητών δεν συναντήθηκαν</translation>
    </message>
    <message>
        <source>%1 (base price %2 per kWh)</source>
        <translation>%1 (τιμή βάσης %2 ανά kWh)</translation>
    </message>
    <message>
        <source>the market refused it: too late, or not enough credit for its cost</source>
        <translation>η αγορά την απέρριψε: πολύ αργά ή ανεπαρκές υπόλοιπο</translation>
    </message>
    <message>
        <source>the window closed before it arrived</source>
        <translation>ο γύρος έκλεισε πριν φτάσει</translation>
    </message>
    <message>
        <source>the window closed before it could be sent</source>
        <translation>ο γύρος έκλεισε πριν σταλεί</translation>
    </message>
    <message>
        <source>replaced by your newer order</source>
        <translation>αντικαταστάθηκε από νεότερη εντολή σας</translation>
    </message>
    <message>
        <source>the endorsers found no common result; the cycle was cancelled</source>
        <translation>οι ελεγκτές δεν βρήκαν κοινό αποτέλεσμα· ο γύρος ακυρώθηκε</translation>
    </message>
    <message>
        <source>sold %1 at %2 per kWh</source>
        <translation>πώληση %1 προς %2 ανά kWh</translation>
    </message>
    <message>
        <source>bought %1 at %2 per kWh</source>
        <translation>αγορά %1 προς %2 ανά kWh</translation>
    </message>
    <message>
        <source>you asked for it</source>
        <translation>το ζητήσατε εσείς</translation>
    </message>
    <message>
        <source>your standing instruction</source>
        <translation>η πάγια εντολή σας</translation>
    </message>
    <message>
        <source>The market&apos;s terms for this home have not been proven yet.</source>
        <translation>Οι όροι της αγοράς για αυτό το σπίτι δεν έχουν αποδειχθεί ακόμη.</translation>
    </message>
    <message>
        <source>The amount is not known yet.</source>
        <translation>Η ποσότητα δεν είναι ακόμη γνωστή.</translation>
    </message>
    <message>
        <source>That is more than the connection carries.</source>
        <translation>Είναι πάνω από όσο αντέχει η σύνδεση.</translation>
    </message>
    <message>
        <source>This round has %1 orders, more than %2 can be drawn.</source>
        <translation>Αυτός ο γύρος έχει %1 εντολές· δεν σχεδιάζονται πάνω από %2.</translation>
    </message>
    <message>
        <source>This round has %1 orders, too many to draw.</source>
        <translation>Αυτός ο γύρος έχει %1 εντολές, πάρα πολλές για σχέδιο.</translation>
    </message>
    <message>
        <source>Nobody ordered in this round.</source>
        <translation>Κανείς δεν έδωσε εντολή σε αυτόν τον γύρο.</translation>
    </message>
    <message>
        <source>This round has no result yet.</source>
        <translation>Αυτός ο γύρος δεν έχει ακόμη αποτέλεσμα.</translation>
    </message>
    <message>
        <source>This round was void: nobody traded.</source>
        <translation>Αυτός ο γύρος ήταν άκυρος: κανείς δεν συναλλάχθηκε.</translation>
    </message>
    <message>
        <source>Nobody traded in this round.</source>
        <translation>Κανείς δεν συναλλάχθηκε σε αυτόν τον γύρο.</translation>
    </message>
    <message>
        <source>This day is over.</source>
        <translation>Αυτή η ημέρα πέρασε.</translation>
    </message>
    <message>
        <source>The radio has not shown this device since the start.</source>
        <translation>Ο ασύρματος δεν έδειξε αυτή τη συσκευή από την εκκίνηση.</translation>
    </message>
    <message>
        <source>%1 follows the surplus now.</source>
        <translation>%1: ακολουθεί τώρα το πλεόνασμα.</translation>
    </message>
    <message>
        <source>%1 is to be on; it is told once its shortest time is over.</source>
        <translation>%1: θα ανοίξει μόλις περάσει ο ελάχιστος χρόνος του.</translation>
    </message>
    <message>
        <source>%1 is to be off; it is told once its shortest time is over.</source>
        <translation>%1: θα κλείσει μόλις περάσει ο ελάχιστος χρόνος του.</translation>
    </message>
    <message>
        <source>%1 is no relay of this home.</source>
        <translation>%1: δεν είναι διακόπτης αυτού του σπιτιού.</translation>
    </message>
    <message>
        <source>Switch nothing for a moment: the meter is being listened to.</source>
        <translation>Μην αλλάξετε τίποτα για λίγο: ακούμε τον μετρητή.</translation>
    </message>
    <message>
        <source>Switch on a load of about %1 now, then say that it is on.</source>
        <translation>Ανάψτε τώρα ένα φορτίο περίπου %1 και μετά πείτε ότι άναψε.</translation>
    </message>
    <message>
        <source>Have the battery charge with about %1 now, then say that it does.</source>
        <translation>Βάλτε την μπαταρία να φορτίζει με περίπου %1 και μετά πείτε το.</translation>
    </message>
    <message>
        <source>Leave everything as it is: the meter is being watched.</source>
        <translation>Αφήστε τα όλα όπως είναι: παρακολουθούμε τον μετρητή.</translation>
    </message>
    <message>
        <source>Other loads went on and off all the time; switch them off and check again.</source>
        <translation>Άλλα φορτία άναβαν και έσβηναν συνεχώς· σβήστε τα και ελέγξτε ξανά.</translation>
    </message>
    <message>
        <source>The meter said too little within five minutes to be checked.</source>
        <translation>Ο μετρητής είπε πολύ λίγα σε πέντε λεπτά για έλεγχο.</translation>
    </message>
    <message>
        <source>The meter gave no usable power for five minutes.</source>
        <translation>Ο μετρητής δεν έδωσε χρήσιμη ισχύ για πέντε λεπτά.</translation>
    </message>
    <message>
        <source>It moved by %1 for a load of %2</source>
        <translation>Μετακινήθηκε κατά %1 για φορτίο %2</translation>
    </message>
    <message>
        <source>It moved by %1 for a load of %2: that fits.</source>
        <translation>Μετακινήθηκε κατά %1 για φορτίο %2: ταιριάζει.</translation>
    </message>
    <message>
        <source>Its register counted %1 Wh while about %2 Wh passed: it counts %3 times too much.</source>
        <translation>Ο καταγραφέας μέτρησε %1 Wh ενώ πέρασαν περίπου %2 Wh: μετρά %3 φορές παραπάνω.</translation>
    </message>
    <message>
        <source>Its register counts rightly; only its power is scaled wrong.</source>
        <translation>Ο καταγραφέας μετρά σωστά· μόνο η ισχύς έχει λάθος κλίμακα.</translation>
    </message>
    <message>
        <source>The PINs&apos; file is damaged, so nothing can be changed with a PIN; an installer sets new ones with &apos;gridhearth pin set&apos;.</source>
        <translation>Το αρχείο των PIN έχει βλάβη, άρα τίποτα δεν αλλάζει με PIN· ο εγκαταστάτης ορίζει νέα με &apos;gridhearth pin set&apos;.</translation>
    </message>
    <message>
        <source>Enter the old PIN as well.</source>
        <translation>Δώστε και το παλιό PIN.</translation>
    </message>
    <message>
        <source>The household&apos;s PIN is set.</source>
        <translation>Το PIN του σπιτιού ορίστηκε.</translation>
    </message>
    <message>
        <source>The household&apos;s PIN is removed.</source>
        <translation>Το PIN του σπιτιού αφαιρέθηκε.</translation>
    </message>
    <message>
        <source>The installer&apos;s PIN is set.</source>
        <translation>Το PIN του εγκαταστάτη ορίστηκε.</translation>
    </message>
    <message>
        <source>The installer&apos;s PIN is removed.</source>
        <translation>Το PIN του εγκαταστάτη αφαιρέθηκε.</translation>
    </message>
    <message>
        <source>No household&apos;s PIN is set.</source>
        <translation>Δεν έχει οριστεί PIN του σπιτιού.</translation>
    </message>
    <message>
        <source>No installer&apos;s PIN is set.</source>
        <translation>Δεν έχει οριστεί PIN εγκαταστάτη.</translation>
    </message>
    <message>
        <source>Too many wrong tries; wait %1.</source>
        <translation>Πολλές λάθος προσπάθειες· περιμένετε %1.</translation>
    </message>
    <message>
        <source>The PIN is right.</source>
        <translation>Το PIN είναι σωστό.</translation>
    </message>
    <message>
        <source>That PIN is wrong; 1 try left before a pause.</source>
        <translation>Λάθος PIN· απομένει 1 προσπάθεια πριν από παύση.</translation>
    </message>
    <message>
        <source>That PIN is wrong; %1 tries left before a pause.</source>
        <translation>Λάθος PIN· απομένουν %1 προσπάθειες πριν από παύση.</translation>
    </message>
    <message>
        <source>That PIN is wrong; wait %1.</source>
        <translation>Λάθος PIN· περιμένετε %1.</translation>
    </message>
    <message>
        <source>The installer&apos;s first PIN is set by a user of the installer&apos;s group.</source>
        <translation>Το πρώτο PIN εγκαταστάτη ορίζεται από χρήστη της ομάδας εγκατάστασης.</translation>
    </message>
    <message>
        <source>The radio is being started.</source>
        <translation>Ο ασύρματος ξεκινά.</translation>
    </message>
    <message>
        <source>The radio&apos;s driver failed; it is started again.</source>
        <translation>Ο οδηγός του ασυρμάτου απέτυχε· ξεκινά ξανά.</translation>
    </message>
    <message>
        <source>%1 may join for %2 s with its own key. Switch it to pairing now.</source>
        <translation>%1: μπορεί να μπει για %2 δ με δικό του κλειδί. Βάλτε το τώρα σε σύνδεση.</translation>
    </message>
    <message>
        <source>Nobody may join any more.</source>
        <translation>Κανείς δεν μπορεί πια να μπει.</translation>
    </message>
    <message>
        <source>The network is formed.</source>
        <translation>Το δίκτυο δημιουργήθηκε.</translation>
    </message>
    <message>
        <source>The backup is %1. Whoever has it and its passphrase has this network.</source>
        <translation>Το αντίγραφο είναι %1. Όποιος έχει αυτό και το συνθηματικό του, έχει το δίκτυο.</translation>
    </message>
    <message>
        <source>The network is restored.</source>
        <translation>Το δίκτυο επαναφέρθηκε.</translation>
    </message>
    <message>
        <source>The radio is busy with %1; ask again later.</source>
        <translation>Ο ασύρματος είναι απασχολημένος (%1)· ρωτήστε αργότερα.</translation>
    </message>
    <message>
        <source>forming a network</source>
        <translation>δημιουργία δικτύου</translation>
    </message>
    <message>
        <source>writing a backup</source>
        <translation>εγγραφή αντιγράφου</translation>
    </message>
    <message>
        <source>restoring a backup</source>
        <translation>επαναφορά αντιγράφου</translation>
    </message>
    <message>
        <source>Nothing was answered within %1 s; it may still have happened.</source>
        <translation>Καμία απάντηση σε %1 δ· μπορεί όμως να έγινε.</translation>
    </message>
    <message>
        <source>No live check is waiting for a load.</source>
        <translation>Κανένας έλεγχος δεν περιμένει φορτίο.</translation>
    </message>
    <message>
        <source>There is no live check now.</source>
        <translation>Δεν γίνεται έλεγχος τώρα.</translation>
    </message>
    <message>
        <source>The chain has not been followed yet.</source>
        <translation>Η αλυσίδα δεν έχει παρακολουθηθεί ακόμη.</translation>
    </message>
    <message>
        <source>No round has closed yet.</source>
        <translation>Κανένας γύρος δεν έκλεισε ακόμη.</translation>
    </message>
    <message>
        <source>That round&apos;s window has not closed yet.</source>
        <translation>Αυτός ο γύρος δεν έκλεισε ακόμη.</translation>
    </message>
    <message>
        <source>The chain&apos;s nodes did not answer in time; try again.</source>
        <translation>Οι κόμβοι της αλυσίδας δεν απάντησαν εγκαίρως· δοκιμάστε ξανά.</translation>
    </message>
    <message>
        <source>The round could not be read from the chain: %1.</source>
        <translation>Ο γύρος δεν διαβάστηκε από την αλυσίδα: %1.</translation>
    </message>
    <message>
        <source>The answer does not fit into one message; ask for fewer lines.</source>
        <translation>Η απάντηση δεν χωρά σε ένα μήνυμα· ζητήστε λιγότερες γραμμές.</translation>
    </message>
    <message>
        <source>Paused: %1</source>
        <translation>Σε παύση: %1</translation>
    </message>
    <message>
        <source>It would not be sent now: %1</source>
        <translation>Τώρα δεν θα στελνόταν: %1</translation>
    </message>
    <message>
        <source>You chose to sell %1 between %2 per kWh and %3 per kWh, preferably within %4 m.</source>
        <translation>Επιλέξατε να πουλήσετε %1 από %2 έως %3 ανά kWh, κατά προτίμηση έως %4 m.</translation>
    </message>
    <message>
        <source>You chose to sell %1 between %2 per kWh and %3 per kWh.</source>
        <translation>Επιλέξατε να πουλήσετε %1 από %2 έως %3 ανά kWh.</translation>
    </message>
    <message>
        <source>You chose to buy %1 between %2 per kWh and %3 per kWh, preferably within %4 m.</source>
        <translation>Επιλέξατε να αγοράσετε %1 από %2 έως %3 ανά kWh, κατά προτίμηση έως %4 m.</translation>
    </message>
    <message>
        <source>You chose to buy %1 between %2 per kWh and %3 per kWh.</source>
        <translation>Επιλέξατε να αγοράσετε %1 από %2 έως %3 ανά kWh.</translation>
    </message>
    <message>
        <source>You chose to sell; not every choice is made yet.</source>
        <translation>Επιλέξατε πώληση· λείπουν ακόμη επιλογές.</translation>
    </message>
    <message>
        <source>You chose to buy; not every choice is made yet.</source>
        <translation>Επιλέξατε αγορά· λείπουν ακόμη επιλογές.</translation>
    </message>
    <message>
        <source>%1 (the agent decides)</source>
        <translation>%1 (αποφασίζει η μονάδα)</translation>
    </message>
    <message>
        <source>an amount not known yet</source>
        <translation>άγνωστη ακόμη ποσότητα</translation>
    </message>
    <message>
        <source>Put the stick on a short extension lead, on another port; see that no other program opens it, and update its firmware.</source>
        <translation>Συνδέστε το στικ με κοντή προέκταση σε άλλη θύρα· δείτε ότι κανένα άλλο πρόγραμμα δεν το ανοίγει και ενημερώστε το λογισμικό του.</translation>
    </message>
    <message>
        <source>The radio was lost %1 times within the last hour.</source>
        <translation>Η ασύρματη σύνδεση χάθηκε %1 φορές την τελευταία ώρα.</translation>
    </message>
    <message>
        <source>grid meter</source>
        <translation>μετρητής δικτύου</translation>
    </message>
    <message>
        <source>generation meter</source>
        <translation>μετρητής παραγωγής</translation>
    </message>
    <message>
        <source>storage meter</source>
        <translation>μετρητής αποθήκης</translation>
    </message>
    <message>
        <source>relay</source>
        <translation>ρελέ</translation>
    </message>
    <message>
        <source>on</source>
        <translation>ανοιχτό</translation>
    </message>
    <message>
        <source>off</source>
        <translation>κλειστό</translation>
    </message>
    <message>
        <source>%1 is the %2 now.</source>
        <translation>%1 είναι τώρα: %2.</translation>
    </message>
    <message>
        <source>%1 is the %2 now; its registers go on as soon as two of its readings agree.</source>
        <translation>%1 είναι τώρα: %2. Οι καταχωρητές του συνεχίζουν μόλις συμφωνήσουν δύο ενδείξεις του.</translation>
    </message>
    <message>
        <source>%1 is no longer the %2.</source>
        <translation>%1 δεν είναι πια: %2.</translation>
    </message>
    <message>
        <source>%1 is the %2; release it first.</source>
        <translation>%1 είναι: %2. Πρώτα αφαιρέστε του το έργο.</translation>
    </message>
    <message>
        <source>This home&apos;s meters do not come from the radio (its settings name another driver under [meters]), so a device can only become a relay.</source>
        <translation>Οι μετρητές αυτού του σπιτιού δεν έρχονται από τον ασύρματο (οι ρυθμίσεις του ορίζουν άλλον οδηγό στο [meters])· μια συσκευή μπορεί να γίνει μόνο ρελέ.</translation>
    </message>
    <message>
        <source>%1 is the %2 already; to exchange the meter, ask for it as a replacement.</source>
        <translation>%1 είναι ήδη: %2. Για αλλαγή μετρητή, ζητήστε την ως αντικατάσταση.</translation>
    </message>
    <message>
        <source>%1 is called %2 now.</source>
        <translation>%1 λέγεται τώρα %2.</translation>
    </message>
    <message>
        <source>%1 has no name any more.</source>
        <translation>%1 δεν έχει πια όνομα.</translation>
    </message>
    <message>
        <source>A name has up to %1 printable characters.</source>
        <translation>Ένα όνομα έχει έως %1 εκτυπώσιμους χαρακτήρες.</translation>
    </message>
    <message>
        <source>%1 is called %2 already.</source>
        <translation>%1 λέγεται ήδη %2.</translation>
    </message>
    <message>
        <source>%1 devices have names already.</source>
        <translation>%1 συσκευές έχουν ήδη όνομα.</translation>
    </message>
    <message>
        <source>%1 was removed.</source>
        <translation>%1 αφαιρέθηκε.</translation>
    </message>
    <message>
        <source>A relay has no import and export that could change places.</source>
        <translation>Ένα ρελέ δεν έχει απορρόφηση και έγχυση για να αλλάξουν θέση.</translation>
    </message>
    <message>
        <source>A home has %1 relays at most.</source>
        <translation>Ένα σπίτι έχει το πολύ %1 ρελέ.</translation>
    </message>
    <message>
        <source>%1 has no role.</source>
        <translation>%1 δεν έχει έργο.</translation>
    </message>
    <message>
        <source>%1 has not the role %2.</source>
        <translation>%1 δεν έχει το έργο %2.</translation>
    </message>
    <message>
        <source>%1 is %2; say which of them.</source>
        <translation>%1 είναι %2· πείτε ποιο από αυτά.</translation>
    </message>
    <message>
        <source>Sold %1 to %2, %3 away, at %4; network charge %5, quoted income %6.</source>
        <translation>Πωλήθηκαν %1 σε %2, σε απόσταση %3, προς %4· τέλος δικτύου %5, αναμενόμενο έσοδο %6.</translation>
    </message>
    <message>
        <source>Bought %1 from %2, %3 away, at %4; network charge %5, quoted bill %6.</source>
        <translation>Αγοράστηκαν %1 από %2, σε απόσταση %3, προς %4· τέλος δικτύου %5, αναμενόμενος λογαριασμός %6.</translation>
    </message>
    <message>
        <source>Order of cycle %1, sell %2: %3 (%4).</source>
        <translation>Εντολή του γύρου %1, πώληση %2: %3 (%4).</translation>
    </message>
    <message>
        <source>Order of cycle %1, buy %2: %3 (%4).</source>
        <translation>Εντολή του γύρου %1, αγορά %2: %3 (%4).</translation>
    </message>
    <message>
        <source>Order of cycle %1, sell %2: %3.</source>
        <translation>Εντολή του γύρου %1, πώληση %2: %3.</translation>
    </message>
    <message>
        <source>Order of cycle %1, buy %2: %3.</source>
        <translation>Εντολή του γύρου %1, αγορά %2: %3.</translation>
    </message>
    <message>
        <source>queued</source>
        <translation>σε αναμονή</translation>
    </message>
    <message>
        <source>sent</source>
        <translation>στάλθηκε</translation>
    </message>
    <message>
        <source>%1 in block %2</source>
        <translation>%1, μπλοκ %2</translation>
    </message>
    <message>
        <source>not traded</source>
        <translation>δεν εκτελέστηκε</translation>
    </message>
    <message>
        <source>void</source>
        <translation>άκυρη</translation>
    </message>
    <message>
        <source>settled</source>
        <translation>εκκαθαρίστηκε</translation>
    </message>
    <message>
        <source>refused</source>
        <translation>απορρίφθηκε</translation>
    </message>
    <message>
        <source>missed</source>
        <translation>χάθηκε</translation>
    </message>
    <message>
        <source>No order is sent so near to the window&apos;s edge.</source>
        <translation>Καμία εντολή δεν στέλνεται τόσο κοντά στο όριο του παραθύρου.</translation>
    </message>
    <message>
        <source>The clock says a time before what has already happened.</source>
        <translation>Το ρολόι δείχνει ώρα πριν από όσα έχουν ήδη συμβεί.</translation>
    </message>
    <message>
        <source>No time service has set the clock.</source>
        <translation>Καμία υπηρεσία ώρας δεν έχει ρυθμίσει το ρολόι.</translation>
    </message>
    <message>
        <source>The clock is not set yet.</source>
        <translation>Το ρολόι δεν έχει ρυθμιστεί ακόμη.</translation>
    </message>
    <message>
        <source>The clock is about %1 s ahead of the market&apos;s chain.</source>
        <translation>Το ρολόι πάει περίπου %1 s μπροστά από την αλυσίδα της αγοράς.</translation>
    </message>
    <message>
        <source>The clock is about %1 s behind the market&apos;s chain.</source>
        <translation>Το ρολόι πάει περίπου %1 s πίσω από την αλυσίδα της αγοράς.</translation>
    </message>
    <message>
        <source>Call your installer.</source>
        <translation>Καλέστε τον εγκαταστάτη σας.</translation>
    </message>
    <message>
        <source>Ask the market&apos;s operator.</source>
        <translation>Ρωτήστε τον διαχειριστή της αγοράς.</translation>
    </message>
    <message>
        <source>The amount is more than the contract can hold.</source>
        <translation>Το ποσό είναι περισσότερο από όσο χωρά το συμβόλαιο.</translation>
    </message>
    <message>
        <source>This home is not one of the voters.</source>
        <translation>Αυτό το σπίτι δεν είναι ένας από τους ψηφοφόρους.</translation>
    </message>
    <message>
        <source>%1: handed over. Whether the contract accepts it shows within some blocks.</source>
        <translation>%1: παραδόθηκε. Σε μερικά μπλοκ φαίνεται αν το συμβόλαιο το δέχεται.</translation>
    </message>
    <message>
        <source>Everything counted so far is reported now, and the battery&apos;s word is taken.</source>
        <translation>Αναφέρονται τώρα όλα όσα μετρήθηκαν και ισχύει ό,τι λέει η μπαταρία.</translation>
    </message>
    <message>
        <source>That needs %1 %2; %3 are available.</source>
        <translation>Αυτό χρειάζεται %1 %2· διαθέσιμα είναι %3.</translation>
    </message>
    <message>
        <source>This home has no storage unit, so there is nothing to report.</source>
        <translation>Αυτό το σπίτι δεν έχει αποθήκη, άρα τίποτα προς αναφορά.</translation>
    </message>
    <message>
        <source>The storage contract has not been read yet.</source>
        <translation>Το συμβόλαιο αποθήκευσης δεν διαβάστηκε ακόμη.</translation>
    </message>
    <message>
        <source>%1 calls are waiting already; wait for one of them.</source>
        <translation>Ήδη περιμένουν %1 κλήσεις· περιμένετε μία.</translation>
    </message>
    <message>
        <source>Name the unit whose energy you want: this home has none of its own.</source>
        <translation>Ονομάστε την αποθήκη της οποίας θέλετε την ενέργεια: αυτό το σπίτι δεν έχει δική του.</translation>
    </message>
    <message>
        <source>Say either how much energy or how much ENT, not both.</source>
        <translation>Πείτε ή πόση ενέργεια ή πόσο ENT, όχι και τα δύο.</translation>
    </message>
    <message>
        <source>This contract ends a session only by its energy or its time; without a unit what is past its time is given back.</source>
        <translation>Αυτό το συμβόλαιο τελειώνει μια συνεδρία μόνο με την ενέργεια ή τον χρόνο της· χωρίς αποθήκη επιστρέφεται ό,τι έληξε.</translation>
    </message>
    <message>
        <source>Ask the voters to register the unit.</source>
        <translation>Ζητήστε από τους ψηφοφόρους να καταχωρίσουν την αποθήκη.</translation>
    </message>
    <message>
        <source>Name the unit: this home has none of its own.</source>
        <translation>Ονομάστε την αποθήκη: αυτό το σπίτι δεν έχει δική του.</translation>
    </message>
    <message>
        <source>Somebody else has sent a transaction with the storage unit&apos;s key. Reporting has stopped.</source>
        <translation>Κάποιος άλλος έστειλε συναλλαγή με το κλειδί της αποθήκης. Η αναφορά σταμάτησε.</translation>
    </message>
    <message>
        <source>Compare the battery&apos;s display; if it is right, press Report now to take its word.</source>
        <translation>Συγκρίνετε την ένδειξη της μπαταρίας· αν είναι σωστή, πατήστε Αναφορά τώρα.</translation>
    </message>
    <message>
        <source>%1 left the battery without a session.</source>
        <translation>%1 βγήκαν από την μπαταρία χωρίς συνεδρία.</translation>
    </message>
    <message>
        <source>The unit&apos;s meter has not reported yet.</source>
        <translation>Ο μετρητής της αποθήκης δεν ανέφερε ακόμη.</translation>
    </message>
    <message>
        <source>The unit is not registered: what it counts stays open until the voters register it.</source>
        <translation>Η αποθήκη δεν είναι καταχωρισμένη: ό,τι μετρά μένει ανοιχτό μέχρι να καταχωριστεί.</translation>
    </message>
    <message>
        <source>A report is under way.</source>
        <translation>Μια αναφορά είναι καθ&apos; οδόν.</translation>
    </message>
    <message>
        <source>%1 are still to be reported.</source>
        <translation>Μένουν %1 προς αναφορά.</translation>
    </message>
    <message>
        <source>Everything is reported.</source>
        <translation>Όλα αναφέρθηκαν.</translation>
    </message>
    <message>
        <source>Ask the voters of the storage market to register it.</source>
        <translation>Ζητήστε από τους ψηφοφόρους της αγοράς αποθήκευσης να την καταχωρίσουν.</translation>
    </message>
    <message>
        <source>The storage unit&apos;s chain account cannot pay for transactions.</source>
        <translation>Ο λογαριασμός της αποθήκης στην αλυσίδα δεν μπορεί να πληρώσει συναλλαγές.</translation>
    </message>
    <message>
        <source>Call your installer: the unit needs another key.</source>
        <translation>Καλέστε τον εγκαταστάτη: η αποθήκη χρειάζεται άλλο κλειδί.</translation>
    </message>
    <message>
        <source>Nothing: its energy stays open, and it is tried again by itself. If it goes on, ask the voters of the storage market.</source>
        <translation>Τίποτα: η ενέργεια μένει ανοιχτή και δοκιμάζεται ξανά μόνη της. Αν συνεχιστεί, ρωτήστε τους ψηφοφόρους της αγοράς αποθήκευσης.</translation>
    </message>
    <message>
        <source>It waits for the call before it, or for the chain.</source>
        <translation>Περιμένει την προηγούμενη κλήση ή την αλυσίδα.</translation>
    </message>
    <message>
        <source>Its outcome is being proven.</source>
        <translation>Το αποτέλεσμά του αποδεικνύεται.</translation>
    </message>
    <message>
        <source>It is on its way.</source>
        <translation>Είναι καθ&apos; οδόν.</translation>
    </message>
    <message>
        <source>The contract accepted it.</source>
        <translation>Το συμβόλαιο το δέχτηκε.</translation>
    </message>
    <message>
        <source>The contract refused it: %1.</source>
        <translation>Το συμβόλαιο το απέρριψε: %1.</translation>
    </message>
    <message>
        <source>%1 for %2 ENT at a cost of %3 ENT per kWh; a session lasts %4, and what it does not burn comes back.</source>
        <translation>%1 για %2 ENT προς %3 ENT ανά kWh· μια συνεδρία διαρκεί %4, και ό,τι δεν καεί επιστρέφει.</translation>
    </message>
    <message>
        <source>The battery holds %1, as the contract does.</source>
        <translation>Η μπαταρία έχει %1, όπως και το συμβόλαιο.</translation>
    </message>
    <message>
        <source>No block has been proven yet.</source>
        <translation>Κανένα μπλοκ δεν αποδείχθηκε ακόμη.</translation>
    </message>
    <message>
        <source>It could not be read: %1.</source>
        <translation>Δεν μπόρεσε να διαβαστεί: %1.</translation>
    </message>
    <message>
        <source>They could not be read: %1.</source>
        <translation>Δεν μπόρεσαν να διαβαστούν: %1.</translation>
    </message>
    <message>
        <source>Nothing is traded until they agree.</source>
        <translation>Τίποτα δεν διαπραγματεύεται μέχρι να συμφωνήσουν.</translation>
    </message>
    <message>
        <source>One device is in the network.</source>
        <translation>Μία συσκευή είναι στο δίκτυο.</translation>
    </message>
    <message>
        <source>%1 devices are in the network.</source>
        <translation>%1 συσκευές είναι στο δίκτυο.</translation>
    </message>
    <message>
        <source>One meter or relay has no role; give it where it is needed.</source>
        <translation>Ένας μετρητής ή διακόπτης δεν έχει ρόλο· δώστε του έναν όπου χρειάζεται.</translation>
    </message>
    <message>
        <source>%1 meters or relays have no role; give it where it is needed.</source>
        <translation>%1 μετρητές ή διακόπτες δεν έχουν ρόλο· δώστε τους έναν όπου χρειάζεται.</translation>
    </message>
    <message>
        <source>One step comes first.</source>
        <translation>Ένα βήμα προηγείται.</translation>
    </message>
    <message>
        <source>%1 steps come first.</source>
        <translation>%1 βήματα προηγούνται.</translation>
    </message>
    <message>
        <source>%1 did not pass: %2.</source>
        <translation>Ο μετρητής %1 δεν πέρασε: %2.</translation>
    </message>
    <message>
        <source>turned round</source>
        <translation>ανάποδα</translation>
    </message>
    <message>
        <source>wrong scale</source>
        <translation>λάθος κλίμακα</translation>
    </message>
    <message>
        <source>one phase</source>
        <translation>μία φάση</translation>
    </message>
    <message>
        <source>not seen</source>
        <translation>δεν φαίνεται</translation>
    </message>
    <message>
        <source>beyond connection</source>
        <translation>πάνω από τη σύνδεση</translation>
    </message>
    <message>
        <source>register wrong</source>
        <translation>λάθος καταγραφή</translation>
    </message>
    <message>
        <source>register silent</source>
        <translation>σταματημένη καταγραφή</translation>
    </message>
    <message>
        <source>unclear</source>
        <translation>ασαφές</translation>
    </message>
    <message>
        <source>no values</source>
        <translation>χωρίς τιμές</translation>
    </message>
    <message>
        <source>%1 handed the home over to %2.</source>
        <translation>%1: παρέδωσε το σπίτι σε %2.</translation>
    </message>
    <message>
        <source>%1 handed this home over to %2.</source>
        <translation>%1: παρέδωσε αυτό το σπίτι σε %2.</translation>
    </message>
    <message>
        <source>A backup has every device of the network.</source>
        <translation>Ένα αντίγραφο έχει κάθε συσκευή του δικτύου.</translation>
    </message>
    <message>
        <source>All meters are devices of the radio.</source>
        <translation>Όλοι οι μετρητές είναι συσκευές του ασυρμάτου.</translation>
    </message>
    <message>
        <source>Ask the voters to register %1; with a vote of its own the home can vote.</source>
        <translation>Ζητήστε από τους ψηφοφόρους να καταχωρίσουν %1· με δική του ψήφο το σπίτι μπορεί να ψηφίσει.</translation>
    </message>
    <message>
        <source>Bring it nearer or wake it, then ask it again.</source>
        <translation>Φέρτε το πιο κοντά ή ξυπνήστε το, και ρωτήστε το ξανά.</translation>
    </message>
    <message>
        <source>Check address, port and certificates; it is tried again by itself.</source>
        <translation>Ελέγξτε διεύθυνση, θύρα και πιστοποιητικά· δοκιμάζεται ξανά από μόνο του.</translation>
    </message>
    <message>
        <source>Check the internet connection; it is tried again by itself.</source>
        <translation>Ελέγξτε τη σύνδεση στο διαδίκτυο· δοκιμάζεται ξανά από μόνο του.</translation>
    </message>
    <message>
        <source>Connect the box to the internet and wait a minute; let NTP (UDP port 123) pass.</source>
        <translation>Συνδέστε τη συσκευή στο διαδίκτυο και περιμένετε ένα λεπτό· αφήστε το NTP (θύρα UDP 123) να περνά.</translation>
    </message>
    <message>
        <source>Connected; reports go out.</source>
        <translation>Συνδέθηκε· οι αναφορές φεύγουν.</translation>
    </message>
    <message>
        <source>Devices joined after the last backup.</source>
        <translation>Συνδέθηκαν συσκευές μετά το τελευταίο αντίγραφο.</translation>
    </message>
    <message>
        <source>Disk, heat and power are well.</source>
        <translation>Δίσκος, θερμοκρασία και τροφοδοσία είναι καλά.</translation>
    </message>
    <message>
        <source>The agent finds nothing wrong with the disk.</source>
        <translation>Η κεντρική μονάδα δεν βρίσκει κάτι κακό στον δίσκο.</translation>
    </message>
    <message>
        <source>Every meter and relay has its role.</source>
        <translation>Κάθε μετρητής και διακόπτης έχει τον ρόλο του.</translation>
    </message>
    <message>
        <source>Every meter counted a known load rightly.</source>
        <translation>Κάθε μετρητής μέτρησε σωστά ένα γνωστό φορτίο.</translation>
    </message>
    <message>
        <source>Every relay confirmed to be on and to be off.</source>
        <translation>Κάθε διακόπτης επιβεβαίωσε ανοιχτός και κλειστός.</translation>
    </message>
    <message>
        <source>Everything works; nobody has taken the home over yet.</source>
        <translation>Όλα λειτουργούν· κανείς δεν παρέλαβε ακόμη το σπίτι.</translation>
    </message>
    <message>
        <source>First give a meter its role.</source>
        <translation>Πρώτα δώστε ρόλο σε έναν μετρητή.</translation>
    </message>
    <message>
        <source>First make the request.</source>
        <translation>Πρώτα κάντε την αίτηση.</translation>
    </message>
    <message>
        <source>Followed live, block %1 is proven.</source>
        <translation>Παρακολουθείται ζωντανά, το μπλοκ %1 αποδείχθηκε.</translation>
    </message>
    <message>
        <source>Form a new network; where this home has a backup, restore that instead.</source>
        <translation>Σχηματίστε νέο δίκτυο· αν το σπίτι έχει αντίγραφο, επαναφέρετέ το.</translation>
    </message>
    <message>
        <source>Give the meter at the grid connection the role grid.</source>
        <translation>Δώστε στον μετρητή της σύνδεσης τον ρόλο δίκτυο.</translation>
    </message>
    <message>
        <source>It is set.</source>
        <translation>Έχει οριστεί.</translation>
    </message>
    <message>
        <source>It is switched on by taking the operator&apos;s answer; then start the agent again.</source>
        <translation>Ανοίγει με την απάντηση του διαχειριστή· μετά ξεκινήστε ξανά την κεντρική μονάδα.</translation>
    </message>
    <message>
        <source>Let the household choose a PIN; the screen asks for it before it changes anything.</source>
        <translation>Αφήστε το νοικοκυριό να διαλέξει PIN· η οθόνη το ζητά πριν αλλάξει κάτι.</translation>
    </message>
    <message>
        <source>Let the meter in with the code that is printed on it.</source>
        <translation>Βάλτε τον μετρητή με τον κωδικό που είναι τυπωμένος πάνω του.</translation>
    </message>
    <message>
        <source>Look at cable, read head and port; the probe says what is on the line.</source>
        <translation>Δείτε καλώδιο, κεφαλή και θύρα· η ανίχνευση λέει τι υπάρχει στη γραμμή.</translation>
    </message>
    <message>
        <source>Make the keys and show the request to the operator: it needs the one-time code.</source>
        <translation>Φτιάξτε τα κλειδιά και δείξτε την αίτηση στον διαχειριστή: χρειάζεται τον κωδικό μίας χρήσης.</translation>
    </message>
    <message>
        <source>No PIN is set.</source>
        <translation>Δεν έχει οριστεί PIN.</translation>
    </message>
    <message>
        <source>No backup has been written.</source>
        <translation>Δεν γράφτηκε αντίγραφο.</translation>
    </message>
    <message>
        <source>No battery takes part in the storage market.</source>
        <translation>Καμία μπαταρία δεν συμμετέχει στην αγορά αποθήκευσης.</translation>
    </message>
    <message>
        <source>No device is in the network yet.</source>
        <translation>Καμία συσκευή στο δίκτυο ακόμη.</translation>
    </message>
    <message>
        <source>No meter counts what is drawn from the grid; without it nothing is traded.</source>
        <translation>Κανένας μετρητής δεν μετρά τι έρχεται από το δίκτυο· χωρίς αυτόν δεν γίνονται συναλλαγές.</translation>
    </message>
    <message>
        <source>No request has been made here.</source>
        <translation>Δεν έγινε αίτηση εδώ.</translation>
    </message>
    <message>
        <source>Nobody has looked at them.</source>
        <translation>Κανείς δεν τις κοίταξε.</translation>
    </message>
    <message>
        <source>Not checked: %1.</source>
        <translation>Δεν ελέγχθηκε: %1.</translation>
    </message>
    <message>
        <source>Not heard of: %1.</source>
        <translation>Χωρίς σήμα: %1.</translation>
    </message>
    <message>
        <source>Not proven on the chain yet.</source>
        <translation>Δεν αποδείχθηκε ακόμη στην αλυσίδα.</translation>
    </message>
    <message>
        <source>Not read from the chain yet.</source>
        <translation>Δεν διαβάστηκε ακόμη από την αλυσίδα.</translation>
    </message>
    <message>
        <source>Not ready yet: %1.</source>
        <translation>Όχι έτοιμο ακόμη: %1.</translation>
    </message>
    <message>
        <source>Not seen on and off: %1.</source>
        <translation>Δεν φάνηκε ανοιχτός και κλειστός: %1.</translation>
    </message>
    <message>
        <source>Plug in the stick of this home, or restore the home&apos;s backup onto this one.</source>
        <translation>Βάλτε τον προσαρμογέα αυτού του σπιτιού ή επαναφέρετε το αντίγραφό του σε αυτό εδώ.</translation>
    </message>
    <message>
        <source>Plug the right stick in, or name its port in the settings; it is tried again by itself.</source>
        <translation>Βάλτε τον σωστό προσαρμογέα ή δηλώστε τη θύρα του στις ρυθμίσεις· δοκιμάζεται ξανά από μόνο του.</translation>
    </message>
    <message>
        <source>Put it right as the check said, then check it again.</source>
        <translation>Διορθώστε το όπως είπε ο έλεγχος, και ελέγξτε το ξανά.</translation>
    </message>
    <message>
        <source>See that it has power and is near enough, or exchange it.</source>
        <translation>Δείτε αν έχει ρεύμα και είναι αρκετά κοντά, ή αλλάξτε το.</translation>
    </message>
    <message>
        <source>Silent: %1.</source>
        <translation>Σιωπά: %1.</translation>
    </message>
    <message>
        <source>Start the agent.</source>
        <translation>Ξεκινήστε την κεντρική μονάδα.</translation>
    </message>
    <message>
        <source>Switch a load of known power on while the meter is watched: sign and scale show.</source>
        <translation>Ανάψτε φορτίο γνωστής ισχύος ενώ παρακολουθείται ο μετρητής: φαίνονται πρόσημο και κλίμακα.</translation>
    </message>
    <message>
        <source>Switch each on and off and look at the load; a relay waits for its shortest times. Go on with other steps meanwhile.</source>
        <translation>Ανοίξτε και κλείστε τον καθένα και δείτε το φορτίο· ένας διακόπτης περιμένει τους ελάχιστους χρόνους του. Στο μεταξύ συνεχίστε με άλλα βήματα.</translation>
    </message>
    <message>
        <source>Take the operator&apos;s answer as soon as it is there; go on with other steps meanwhile.</source>
        <translation>Πάρτε την απάντηση του διαχειριστή μόλις έρθει· στο μεταξύ συνεχίστε με άλλα βήματα.</translation>
    </message>
    <message>
        <source>The agent does not run.</source>
        <translation>Η κεντρική μονάδα δεν τρέχει.</translation>
    </message>
    <message>
        <source>The agent has to run first.</source>
        <translation>Πρώτα πρέπει να τρέχει η κεντρική μονάδα.</translation>
    </message>
    <message>
        <source>The agent is in its safe mode.</source>
        <translation>Η κεντρική μονάδα είναι σε ασφαλή λειτουργία.</translation>
    </message>
    <message>
        <source>The agent runs with the broker switched off.</source>
        <translation>Η κεντρική μονάδα τρέχει με κλειστό τον διαμεσολαβητή.</translation>
    </message>
    <message>
        <source>The agent runs.</source>
        <translation>Η κεντρική μονάδα τρέχει.</translation>
    </message>
    <message>
        <source>The chain proves that this home is a member.</source>
        <translation>Η αλυσίδα αποδεικνύει ότι αυτό το σπίτι είναι μέλος.</translation>
    </message>
    <message>
        <source>The clock is set.</source>
        <translation>Το ρολόι ρυθμίστηκε.</translation>
    </message>
    <message>
        <source>The keys are made, and the operator has been asked or can be.</source>
        <translation>Τα κλειδιά έγιναν, και ο διαχειριστής ρωτήθηκε ή μπορεί να ρωτηθεί.</translation>
    </message>
    <message>
        <source>The keys of %1 are there.</source>
        <translation>Τα κλειδιά του %1 υπάρχουν.</translation>
    </message>
    <message>
        <source>The meters on serial lines say what they count.</source>
        <translation>Οι μετρητές στις σειριακές γραμμές λένε τι μετρούν.</translation>
    </message>
    <message>
        <source>The operator&apos;s answer is not here yet.</source>
        <translation>Η απάντηση του διαχειριστή δεν ήρθε ακόμη.</translation>
    </message>
    <message>
        <source>The settings are right.</source>
        <translation>Οι ρυθμίσεις είναι σωστές.</translation>
    </message>
    <message>
        <source>The settings name no radio.</source>
        <translation>Οι ρυθμίσεις δεν αναφέρουν ασύρματο.</translation>
    </message>
    <message>
        <source>The settings name the meters; no device joined.</source>
        <translation>Οι ρυθμίσεις αναφέρουν τους μετρητές· καμία συσκευή δεν συνδέθηκε.</translation>
    </message>
    <message>
        <source>The settings say which meter counts what.</source>
        <translation>Οι ρυθμίσεις λένε τι μετρά κάθε μετρητής.</translation>
    </message>
    <message>
        <source>The unit is not registered in the storage market.</source>
        <translation>Η μονάδα δεν είναι καταχωρισμένη στην αγορά αποθήκευσης.</translation>
    </message>
    <message>
        <source>The unit is registered.</source>
        <translation>Η μονάδα είναι καταχωρισμένη.</translation>
    </message>
    <message>
        <source>The grid meter says %1 Wh drawn, %2 Wh given.</source>
        <translation>Ο μετρητής δικτύου λέει %1 Wh από, %2 Wh προς το δίκτυο.</translation>
    </message>
    <message>
        <source>The generation meter says %1 Wh drawn, %2 Wh given.</source>
        <translation>Ο μετρητής παραγωγής λέει %1 Wh από, %2 Wh προς το δίκτυο.</translation>
    </message>
    <message>
        <source>The storage meter says %1 Wh drawn, %2 Wh given.</source>
        <translation>Ο μετρητής αποθήκευσης λέει %1 Wh από, %2 Wh προς το δίκτυο.</translation>
    </message>
    <message>
        <source>Compare with their displays.</source>
        <translation>Συγκρίνετε με τις οθόνες τους.</translation>
    </message>
    <message>
        <source>This home is a member already.</source>
        <translation>Αυτό το σπίτι είναι ήδη μέλος.</translation>
    </message>
    <message>
        <source>This home only consumes; it has no unit.</source>
        <translation>Αυτό το σπίτι μόνο καταναλώνει· δεν έχει μονάδα.</translation>
    </message>
    <message>
        <source>Turn its sign round in the settings (or the clamp on its wire), then check again.</source>
        <translation>Αντιστρέψτε το πρόσημό του στις ρυθμίσεις (ή την τσιμπίδα στο καλώδιο), και ελέγξτε ξανά.</translation>
    </message>
    <message>
        <source>Wait a moment.</source>
        <translation>Περιμένετε μια στιγμή.</translation>
    </message>
    <message>
        <source>Wait until the chain is followed; else ask the operator.</source>
        <translation>Περιμένετε να παρακολουθείται η αλυσίδα· αλλιώς ρωτήστε τον διαχειριστή.</translation>
    </message>
    <message>
        <source>Write a sealed backup once the last device is in; keep its passphrase apart from it.</source>
        <translation>Γράψτε σφραγισμένο αντίγραφο όταν μπει και η τελευταία συσκευή· φυλάξτε τη φράση του χωριστά.</translation>
    </message>
    <message>
        <source>Write the acceptance report, look through it together and hand the home over.</source>
        <translation>Γράψτε την έκθεση παραλαβής, δείτε τη μαζί και παραδώστε το σπίτι.</translation>
    </message>
    <message>
        <source>Not yet: %1: %2 The checklist says what to do.</source>
        <translation>Όχι ακόμη: %1: %2 Η λίστα λέει τι να κάνετε.</translation>
    </message>
    <message>
        <source>The radio works.</source>
        <translation>Ο ασύρματος λειτουργεί.</translation>
    </message>
    <message>
        <source>The radio works on channel %1.</source>
        <translation>Ο ασύρματος λειτουργεί στο κανάλι %1.</translation>
    </message>
    <message>
        <source>There is no radio.</source>
        <translation>Δεν υπάρχει ασύρματος.</translation>
    </message>
    <message>
        <source>There is no relay with a role.</source>
        <translation>Δεν υπάρχει διακόπτης με ρόλο.</translation>
    </message>
    <message>
        <source>Without a radio there is no network to keep.</source>
        <translation>Χωρίς ασύρματο δεν υπάρχει δίκτυο να φυλαχτεί.</translation>
    </message>
    <message>
        <source>%1 MiB are free.</source>
        <translation>%1 MiB είναι ελεύθερα.</translation>
    </message>
    <message>
        <source>%1 answers.</source>
        <translation>%1: απαντά.</translation>
    </message>
    <message>
        <source>%1 becomes full: %2 MiB are left.</source>
        <translation>Ο %1 γεμίζει: απομένουν %2 MiB.</translation>
    </message>
    <message>
        <source>%1 belongs to chain %2, the market to %3.</source>
        <translation>%1: ανήκει στην αλυσίδα %2, η αγορά στην %3.</translation>
    </message>
    <message>
        <source>%1 cannot be written to: the card may be at its end.</source>
        <translation>Δεν γράφεται ο %1: ίσως η κάρτα τελείωσε.</translation>
    </message>
    <message>
        <source>%1 could not be read: %2.</source>
        <translation>Δεν διαβάστηκε το %1: %2.</translation>
    </message>
    <message>
        <source>%1 does not answer: %2.</source>
        <translation>%1: δεν απαντά: %2.</translation>
    </message>
    <message>
        <source>%1 is %2 blocks behind the others.</source>
        <translation>%1: είναι %2 μπλοκ πίσω από τους άλλους.</translation>
    </message>
    <message>
        <source>%1 is at block %2.</source>
        <translation>%1: είναι στο μπλοκ %2.</translation>
    </message>
    <message>
        <source>%1 is full: %2 MiB are left.</source>
        <translation>Ο %1 είναι γεμάτος: απομένουν %2 MiB.</translation>
    </message>
    <message>
        <source>%1 is right.</source>
        <translation>%1: σωστό.</translation>
    </message>
    <message>
        <source>%1 reports wait for the operator&apos;s receipt.</source>
        <translation>%1 αναφορές περιμένουν επιβεβαίωση του διαχειριστή.</translation>
    </message>
    <message>
        <source>%1 serial devices are plugged in; %2 may be either.</source>
        <translation>%1 σειριακές συσκευές είναι συνδεδεμένες· το %2 μπορεί να είναι οποιαδήποτε.</translation>
    </message>
    <message>
        <source>%1: %2 is not there.</source>
        <translation>%1: το %2 δεν υπάρχει.</translation>
    </message>
    <message>
        <source>The ZigBee stick</source>
        <translation>Ο προσαρμογέας ZigBee</translation>
    </message>
    <message>
        <source>%1: %2 is there, but the agent&apos;s user may not open it.</source>
        <translation>%1: το %2 υπάρχει, αλλά ο χρήστης της κεντρικής μονάδας δεν μπορεί να το ανοίξει.</translation>
    </message>
    <message>
        <source>%1: %2 is there.</source>
        <translation>%1: το %2 υπάρχει.</translation>
    </message>
    <message>
        <source>%1: %2 may be read by others (mode %3).</source>
        <translation>%1: το %2 διαβάζεται από άλλους (mode %3).</translation>
    </message>
    <message>
        <source>The broker %1 cannot be used: %2.</source>
        <translation>Ο διαμεσολαβητής %1 δεν χρησιμοποιείται: %2.</translation>
    </message>
    <message>
        <source>%1: for its owner only.</source>
        <translation>%1: μόνο για τον κάτοχό του.</translation>
    </message>
    <message>
        <source>%1: hidden from you, as it should be.</source>
        <translation>%1: κρυφό από εσάς, όπως πρέπει.</translation>
    </message>
    <message>
        <source>A web page answers in the place of %1: this network asks for a log-in.</source>
        <translation>Μια ιστοσελίδα απαντά στη θέση του %1: το δίκτυο ζητά σύνδεση χρήστη.</translation>
    </message>
    <message>
        <source>Ask the operator for a new one.</source>
        <translation>Ζητήστε νέο από τον διαχειριστή.</translation>
    </message>
    <message>
        <source>Check the internet connection.</source>
        <translation>Ελέγξτε τη σύνδεση στο διαδίκτυο.</translation>
    </message>
    <message>
        <source>Check the internet connection; if others answer, tell the node&apos;s operator.</source>
        <translation>Ελέγξτε τη σύνδεση στο διαδίκτυο· αν άλλοι απαντούν, πείτε το στον διαχειριστή του κόμβου.</translation>
    </message>
    <message>
        <source>Check the path, or run this as root or as a member of the installers&apos; group.</source>
        <translation>Ελέγξτε τη διαδρομή ή τρέξτε το ως root ή ως μέλος της ομάδας εγκαταστατών.</translation>
    </message>
    <message>
        <source>Connect the box to the internet; the time comes from there.</source>
        <translation>Συνδέστε τη συσκευή στο διαδίκτυο· η ώρα έρχεται από εκεί.</translation>
    </message>
    <message>
        <source>Correct it in %1.</source>
        <translation>Διορθώστε το στο %1.</translation>
    </message>
    <message>
        <source>End what else runs on this box.</source>
        <translation>Κλείστε ό,τι άλλο τρέχει στη συσκευή.</translation>
    </message>
    <message>
        <source>Give it air, or a heat sink: it slows itself down.</source>
        <translation>Δώστε του αέρα ή ψύκτρα: επιβραδύνεται μόνο του.</translation>
    </message>
    <message>
        <source>Give it air.</source>
        <translation>Δώστε του αέρα.</translation>
    </message>
    <message>
        <source>Look at it under Devices.</source>
        <translation>Δείτε το στις Συσκευές.</translation>
    </message>
    <message>
        <source>Make it again during commissioning, or put it back from the backup.</source>
        <translation>Φτιάξτε το ξανά στη θέση σε λειτουργία ή επαναφέρετέ το από το αντίγραφο.</translation>
    </message>
    <message>
        <source>Make room, or put in a larger card.</source>
        <translation>Κάντε χώρο ή βάλτε μεγαλύτερη κάρτα.</translation>
    </message>
    <message>
        <source>Name a node of the market&apos;s chain.</source>
        <translation>Δηλώστε κόμβο της αλυσίδας της αγοράς.</translation>
    </message>
    <message>
        <source>Name a second one, of another owner.</source>
        <translation>Δηλώστε δεύτερο, άλλου κατόχου.</translation>
    </message>
    <message>
        <source>No meter is connected.</source>
        <translation>Κανένας μετρητής δεν είναι συνδεδεμένος.</translation>
    </message>
    <message>
        <source>No node of the chain answers, so nothing can be traded.</source>
        <translation>Κανένας κόμβος της αλυσίδας δεν απαντά, άρα δεν γίνονται συναλλαγές.</translation>
    </message>
    <message>
        <source>Nothing, if it falls within an hour.</source>
        <translation>Τίποτα, αν πέσει μέσα σε μία ώρα.</translation>
    </message>
    <message>
        <source>Only %1 MiB of memory are free.</source>
        <translation>Μόνο %1 MiB μνήμης είναι ελεύθερα.</translation>
    </message>
    <message>
        <source>Only one node is named: when it is away, trading stops.</source>
        <translation>Δηλώθηκε μόνο ένας κόμβος: όταν λείπει, οι συναλλαγές σταματούν.</translation>
    </message>
    <message>
        <source>Open any page with a phone in the same network and log in, or use a cable.</source>
        <translation>Ανοίξτε μια σελίδα με κινητό στο ίδιο δίκτυο και συνδεθείτε, ή βάλτε καλώδιο.</translation>
    </message>
    <message>
        <source>Our certificate for %1 expires in %2 days.</source>
        <translation>Το πιστοποιητικό μας για %1 λήγει σε %2 ημέρες.</translation>
    </message>
    <message>
        <source>Our certificate for %1 has expired.</source>
        <translation>Το πιστοποιητικό μας για %1 έληξε.</translation>
    </message>
    <message>
        <source>Plug it in, or name another in the settings: %1.</source>
        <translation>Βάλτε το ή δηλώστε άλλο στις ρυθμίσεις: %1.</translation>
    </message>
    <message>
        <source>Plug it in. No serial device is connected at all; try another USB socket or cable.</source>
        <translation>Βάλτε το. Δεν υπάρχει καμία σειριακή συσκευή· δοκιμάστε άλλη υποδοχή USB ή καλώδιο.</translation>
    </message>
    <message>
        <source>Put the user gridhearth into the group dialout.</source>
        <translation>Βάλτε τον χρήστη gridhearth στην ομάδα dialout.</translation>
    </message>
    <message>
        <source>Replace the card, then restore the backup.</source>
        <translation>Αλλάξτε την κάρτα και επαναφέρετε το αντίγραφο.</translation>
    </message>
    <message>
        <source>Reports are kept meanwhile. Check the address, the port and the certificates.</source>
        <translation>Οι αναφορές φυλάσσονται στο μεταξύ. Ελέγξτε διεύθυνση, θύρα και πιστοποιητικά.</translation>
    </message>
    <message>
        <source>Tell the node&apos;s operator.</source>
        <translation>Πείτε το στον διαχειριστή του κόμβου.</translation>
    </message>
    <message>
        <source>The agent does not answer.</source>
        <translation>Η κεντρική μονάδα δεν απαντά.</translation>
    </message>
    <message>
        <source>The clock was never set since the power came.</source>
        <translation>Το ρολόι δεν ρυθμίστηκε από τότε που ήρθε το ρεύμα.</translation>
    </message>
    <message>
        <source>The processor is at %1.</source>
        <translation>Ο επεξεργαστής είναι στους %1.</translation>
    </message>
    <message>
        <source>The time service has not set the clock yet, so nothing is traded.</source>
        <translation>Η υπηρεσία ώρας δεν ρύθμισε ακόμη το ρολόι, άρα δεν γίνονται συναλλαγές.</translation>
    </message>
    <message>
        <source>The time service has set the clock.</source>
        <translation>Η υπηρεσία ώρας ρύθμισε το ρολόι.</translation>
    </message>
    <message>
        <source>The voltage is too low now.</source>
        <translation>Η τάση είναι τώρα πολύ χαμηλή.</translation>
    </message>
    <message>
        <source>The voltage was too low at least once since the power came.</source>
        <translation>Η τάση έπεσε πολύ τουλάχιστον μία φορά από τότε που ήρθε το ρεύμα.</translation>
    </message>
    <message>
        <source>Unplug the other one, or name the right one: %1.</source>
        <translation>Βγάλτε το άλλο ή δηλώστε το σωστό: %1.</translation>
    </message>
    <message>
        <source>Use the power supply that belongs to this Pi, and a short cable.</source>
        <translation>Χρησιμοποιήστε το τροφοδοτικό αυτού του Pi και κοντό καλώδιο.</translation>
    </message>
    <message>
        <source>Wait a minute; if it stays, let the network pass NTP (UDP port 123).</source>
        <translation>Περιμένετε ένα λεπτό· αν μείνει, αφήστε το NTP (θύρα UDP 123) να περνά.</translation>
    </message>
    <message>
        <source>%1 The clock was never set (it is before 2025 for this box): no certificate can be checked until the time service (NTP, UDP port 123) is reached.</source>
        <translation>%1 Το ρολόι δεν ρυθμίστηκε ποτέ (για τη συσκευή είναι πριν από το 2025): κανένα πιστοποιητικό δεν ελέγχεται ώσπου να βρεθεί η υπηρεσία ώρας (NTP, θύρα UDP 123).</translation>
    </message>
    <message>
        <source>Check the box&apos;s internet connection; or show the operator the request on the screen.</source>
        <translation>Ελέγξτε τη σύνδεση της συσκευής στο διαδίκτυο· ή δείξτε στον διαχειριστή την αίτηση στην οθόνη.</translation>
    </message>
    <message>
        <source>The keys and the request are being made.</source>
        <translation>Τα κλειδιά και η αίτηση ετοιμάζονται.</translation>
    </message>
    <message>
        <source>The operator has to see the same number; then wait, the answer is fetched by itself.</source>
        <translation>Ο διαχειριστής πρέπει να δει τον ίδιο αριθμό· μετά περιμένετε, η απάντηση έρχεται από μόνη της.</translation>
    </message>
    <message>
        <source>The operator let this box in.</source>
        <translation>Ο διαχειριστής δέχτηκε αυτή τη συσκευή.</translation>
    </message>
    <message>
        <source>The operator refused this box: %1</source>
        <translation>Ο διαχειριστής απέρριψε αυτή τη συσκευή: %1</translation>
    </message>
    <message>
        <source>The operator&apos;s answer is here and is being taken.</source>
        <translation>Η απάντηση του διαχειριστή ήρθε και εφαρμόζεται.</translation>
    </message>
    <message>
        <source>The request could not be sent yet.</source>
        <translation>Η αίτηση δεν στάλθηκε ακόμη.</translation>
    </message>
    <message>
        <source>The request is made; the operator&apos;s answer is not here yet.</source>
        <translation>Η αίτηση έγινε· η απάντηση του διαχειριστή δεν ήρθε ακόμη.</translation>
    </message>
    <message>
        <source>This box has not asked to join a market.</source>
        <translation>Αυτή η συσκευή δεν ζήτησε να μπει σε αγορά.</translation>
    </message>
    <message>
        <source>Wait a moment; it goes on by itself.</source>
        <translation>Περιμένετε μια στιγμή· συνεχίζει από μόνο του.</translation>
    </message>
    <message>
        <source>Ask the operator for a new code, then: %1</source>
        <translation>Ζητήστε νέο κωδικό από τον διαχειριστή, και μετά: %1</translation>
    </message>
    <message>
        <source>Ask the operator for a one-time code, then: %1</source>
        <translation>Ζητήστε κωδικό μίας χρήσης από τον διαχειριστή, και μετά: %1</translation>
    </message>
    <message>
        <source>The address %1 is not 16 hexadecimal digits.</source>
        <translation>Η διεύθυνση %1 δεν έχει 16 δεκαεξαδικά ψηφία.</translation>
    </message>
    <message>
        <source>The address %1 is that of no device.</source>
        <translation>Η διεύθυνση %1 δεν είναι συσκευής.</translation>
    </message>
    <message>
        <source>The checksum %1 does not fit the digits before it: one digit or more is wrong. Compare 0 with D, 8 with B and 1 with 7.</source>
        <translation>Το άθροισμα %1 δεν ταιριάζει με τα ψηφία πριν από αυτό: ένα ή περισσότερα είναι λάθος. Συγκρίνετε το 0 με το D, το 8 με το B και το 1 με το 7.</translation>
    </message>
    <message>
        <source>The code has %1 digits; allowed: %2.</source>
        <translation>Ο κωδικός έχει %1 ψηφία· επιτρέπονται: %2.</translation>
    </message>
    <message>
        <source>The code has characters that are no digits (%1); allowed: %2.</source>
        <translation>Ο κωδικός έχει χαρακτήρες που δεν είναι ψηφία (%1)· επιτρέπονται: %2.</translation>
    </message>
    <message>
        <source>The device&apos;s address is missing: 16 hexadecimal digits, on the label too.</source>
        <translation>Λείπει η διεύθυνση της συσκευής: 16 δεκαεξαδικά ψηφία, επίσης στην ετικέτα.</translation>
    </message>
    <message>
        <source>The label is of device %1, not of %2.</source>
        <translation>Η ετικέτα είναι της συσκευής %1, όχι της %2.</translation>
    </message>
    <message>
        <source>Remove what does not belong on this card, or call your installer for a larger one.</source>
        <translation>Αφαιρέστε ό,τι δεν ανήκει σε αυτή την κάρτα ή ζητήστε μεγαλύτερη από τον εγκαταστάτη.</translation>
    </message>
    <message>
        <source>The disk is almost full: what was begun is finished, nothing new is ordered.</source>
        <translation>Ο δίσκος είναι σχεδόν γεμάτος: ό,τι άρχισε τελειώνει, τίποτα νέο δεν παραγγέλνεται.</translation>
    </message>
    <message>
        <source>The disk is full or cannot be written: nothing is signed any more.</source>
        <translation>Ο δίσκος είναι γεμάτος ή δεν γράφεται: τίποτα δεν υπογράφεται πια.</translation>
    </message>
    <message>
        <source>Look at what it said (journalctl -u gridhearth), then: gridhearth resume.</source>
        <translation>Δείτε τι είπε (journalctl -u gridhearth), και μετά: gridhearth resume.</translation>
    </message>
    <message>
        <source>The agent broke down again and again; it decides nothing until somebody lets it go on.</source>
        <translation>Η κεντρική μονάδα σταμάτησε ξανά και ξανά· δεν αποφασίζει τίποτα ώσπου κάποιος να την αφήσει να συνεχίσει.</translation>
    </message>
    <message>
        <source>Run: gridhearth config check. Correct what it names, then restart the service.</source>
        <translation>Τρέξτε: gridhearth config check. Διορθώστε ό,τι αναφέρει, και επανεκκινήστε την υπηρεσία.</translation>
    </message>
    <message>
        <source>The settings that worked last have another %1: they are not used.</source>
        <translation>Οι τελευταίες ρυθμίσεις που λειτούργησαν έχουν άλλο: %1· δεν χρησιμοποιούνται.</translation>
    </message>
    <message>
        <source>A vote for a parameter names the parameter and its value, and no address.</source>
        <translation>Μια ψήφος για παράμετρο ονομάζει την παράμετρο και την τιμή της, και καμία διεύθυνση.</translation>
    </message>
    <message>
        <source>A vote for a person names the address, and no parameter.</source>
        <translation>Μια ψήφος για πρόσωπο ονομάζει τη διεύθυνση, και καμία παράμετρο.</translation>
    </message>
    <message>
        <source>Nothing is done at the storage contract: %1.</source>
        <translation>Τίποτα δεν γίνεται στο συμβόλαιο αποθήκευσης: %1.</translation>
    </message>
    <message>
        <source>The same is under way already; its outcome shows within some blocks.</source>
        <translation>Το ίδιο είναι ήδη σε εξέλιξη· η έκβασή του φαίνεται μέσα σε λίγα μπλοκ.</translation>
    </message>
    <message>
        <source>This home has no vote in the storage contract.</source>
        <translation>Αυτό το σπίτι δεν έχει ψήφο στο συμβόλαιο αποθήκευσης.</translation>
    </message>
    <message>
        <source>A report of energy into the battery was not accepted %1 time(s): %2.</source>
        <translation>Μια αναφορά ενέργειας προς την μπαταρία δεν έγινε δεκτή %1 φορά/ές: %2.</translation>
    </message>
    <message>
        <source>A report of energy out of the battery was not accepted %1 time(s): %2.</source>
        <translation>Μια αναφορά ενέργειας από την μπαταρία δεν έγινε δεκτή %1 φορά/ές: %2.</translation>
    </message>
    <message>
        <source>A report of energy in it was not accepted %1 time(s): %2.</source>
        <translation>Μια αναφορά της ενέργειας μέσα δεν έγινε δεκτή %1 φορά/ές: %2.</translation>
    </message>
    <message>
        <source>If the meter was exchanged or reset, your installer confirms it (device.assign with replace); otherwise the energy comes back by itself.</source>
        <translation>Αν ο μετρητής άλλαξε ή μηδενίστηκε, το επιβεβαιώνει ο εγκαταστάτης (device.assign με replace)· αλλιώς η ενέργεια επιστρέφει μόνη της.</translation>
    </message>
    <message>
        <source>Nothing is reported: the storage contract is not what the settings say.</source>
        <translation>Τίποτα δεν αναφέρεται: το συμβόλαιο αποθήκευσης δεν είναι αυτό που λένε οι ρυθμίσεις.</translation>
    </message>
    <message>
        <source>The register of the storage unit&apos;s meter %1. Nothing is reported from it.</source>
        <translation>Η καταγραφή του μετρητή της μονάδας %1. Τίποτα δεν αναφέρεται από αυτήν.</translation>
    </message>
    <message>
        <source>ran backwards (was it reset, or exchanged?)</source>
        <translation>πήγε προς τα πίσω (μηδενίστηκε ή άλλαξε;)</translation>
    </message>
    <message>
        <source>jumped further than the battery can have moved</source>
        <translation>πήδηξε περισσότερο απ&apos; όσο μπορεί να κίνησε η μπαταρία</translation>
    </message>
    <message>
        <source>is none that a meter can have</source>
        <translation>δεν είναι τέτοια που να έχει μετρητής</translation>
    </message>
    <message>
        <source>said two things at once</source>
        <translation>είπε δύο πράγματα μαζί</translation>
    </message>
    <message>
        <source>is not believed</source>
        <translation>δεν γίνεται πιστευτή</translation>
    </message>
    <message>
        <source>The storage contract %1 is not what the settings say: %2.</source>
        <translation>Το συμβόλαιο αποθήκευσης %1 δεν είναι αυτό που λένε οι ρυθμίσεις: %2.</translation>
    </message>
    <message>
        <source>Nothing is done there; the auction goes on.</source>
        <translation>Εκεί δεν γίνεται τίποτα· η δημοπρασία συνεχίζεται.</translation>
    </message>
    <message>
        <source>This was found %1 times.</source>
        <translation>Βρέθηκε %1 φορές.</translation>
    </message>
    <message>
        <source>Compare contract, dialect and code_hash under [storage] with what the storage market&apos;s voters publish, correct them, and start the agent again.</source>
        <translation>Συγκρίνετε contract, dialect και code_hash στο [storage] με όσα δημοσιεύουν οι ψηφοφόροι της αγοράς αποθήκευσης, διορθώστε τα και ξεκινήστε ξανά την κεντρική μονάδα.</translation>
    </message>
    <message>
        <source>The storage unit is not registered, or was removed by a vote; nothing is lost: what it counts stays open.</source>
        <translation>Η μονάδα δεν είναι καταχωρισμένη ή αφαιρέθηκε με ψηφοφορία· τίποτα δεν χάνεται: ό,τι μετρά μένει ανοιχτό.</translation>
    </message>
    <message>
        <source>%1 was accepted.</source>
        <translation>%1: έγινε δεκτό.</translation>
    </message>
    <message>
        <source>This contract&apos;s reader cannot read it yet.</source>
        <translation>Ο αναγνώστης αυτού του συμβολαίου δεν μπορεί ακόμη να το διαβάσει.</translation>
    </message>
    <message>
        <source>This home takes no part in a storage market: its settings have no [storage] table. Add it, and start the agent again.</source>
        <translation>Αυτό το σπίτι δεν συμμετέχει σε αγορά αποθήκευσης: οι ρυθμίσεις του δεν έχουν πίνακα [storage]. Προσθέστε τον και ξεκινήστε ξανά την κεντρική μονάδα.</translation>
    </message>
    <message>
        <source>It was restored from a backup: what waited then is not sent again.</source>
        <translation>Επαναφέρθηκε από αντίγραφο: ό,τι περίμενε τότε δεν στέλνεται ξανά.</translation>
    </message>
    <message>
        <source>This home was restored from a backup; it trades again after %1.</source>
        <translation>Αυτό το σπίτι επαναφέρθηκε από αντίγραφο· συναλλάσσεται ξανά μετά από %1.</translation>
    </message>
    <message>
        <source>Check the internet connection and that the nodes are right; it is tried again by itself.</source>
        <translation>Ελέγξτε τη σύνδεση στο διαδίκτυο και ότι οι κόμβοι είναι σωστοί· δοκιμάζεται ξανά από μόνο του.</translation>
    </message>
    <message>
        <source>Encrypt the key as docs/configuration.md says, then start the agent again.</source>
        <translation>Κρυπτογραφήστε το κλειδί όπως λέει το docs/configuration.md, και ξεκινήστε ξανά την κεντρική μονάδα.</translation>
    </message>
    <message>
        <source>Joining makes the keys; with a code on the card by itself, else: %1</source>
        <translation>Η ένταξη φτιάχνει τα κλειδιά· με κωδικό στην κάρτα από μόνη της, αλλιώς: %1</translation>
    </message>
    <message>
        <source>Put the market&apos;s network file there; the operator hands it out.</source>
        <translation>Βάλτε εκεί το αρχείο δικτύου της αγοράς· το δίνει ο διαχειριστής.</translation>
    </message>
    <message>
        <source>The chain has not proven the market&apos;s times yet: this home has never been connected.</source>
        <translation>Η αλυσίδα δεν απέδειξε ακόμη τους χρόνους της αγοράς: το σπίτι δεν συνδέθηκε ποτέ.</translation>
    </message>
    <message>
        <source>The market&apos;s network file %1 is not here yet.</source>
        <translation>Το αρχείο δικτύου %1 της αγοράς δεν ήρθε ακόμη.</translation>
    </message>
    <message>
        <source>This box has no keys yet (%1).</source>
        <translation>Αυτή η συσκευή δεν έχει ακόμη κλειδιά (%1).</translation>
    </message>
    <message>
        <source>The radio is starting.</source>
        <translation>Ο ασύρματος ξεκινά.</translation>
    </message>
    <message>
        <source>The radio is stopped.</source>
        <translation>Ο ασύρματος σταμάτησε.</translation>
    </message>
    <message>
        <source>The radio is up.</source>
        <translation>Ο ασύρματος τρέχει.</translation>
    </message>
    <message>
        <source>The radio&apos;s driver failed.</source>
        <translation>Ο οδηγός του ασυρμάτου απέτυχε.</translation>
    </message>
    <message>
        <source>The stick did not answer; the radio is built anew.</source>
        <translation>Ο προσαρμογέας δεν απάντησε· ο ασύρματος στήνεται ξανά.</translation>
    </message>
    <message>
        <source>The stick does not answer every command.</source>
        <translation>Ο προσαρμογέας δεν απαντά σε κάθε εντολή.</translation>
    </message>
    <message>
        <source>The stick has another network than the one of this home: put the right stick in, or restore this home&apos;s backup onto it.</source>
        <translation>Ο προσαρμογέας έχει άλλο δίκτυο από αυτό του σπιτιού: βάλτε τον σωστό ή επαναφέρετε σε αυτόν το αντίγραφο του σπιτιού.</translation>
    </message>
    <message>
        <source>The stick has lost the network of this home: restore the backup, or form a new one and pair every device again.</source>
        <translation>Ο προσαρμογέας έχασε το δίκτυο αυτού του σπιτιού: επαναφέρετε το αντίγραφο ή σχηματίστε νέο και συνδέστε ξανά κάθε συσκευή.</translation>
    </message>
    <message>
        <source>The stick has no network yet: form one, or restore a backup.</source>
        <translation>Ο προσαρμογέας δεν έχει ακόμη δίκτυο: σχηματίστε ένα ή επαναφέρετε αντίγραφο.</translation>
    </message>
    <message>
        <source>The stick was lost: %1.</source>
        <translation>Ο προσαρμογέας χάθηκε: %1.</translation>
    </message>
    <message>
        <source>It could not be set up yet (%1).</source>
        <translation>Δεν ρυθμίστηκε ακόμη (%1).</translation>
    </message>
    <message>
        <source>It has neither a meter nor a relay that could be used.</source>
        <translation>Δεν έχει ούτε μετρητή ούτε διακόπτη που να χρησιμοποιείται.</translation>
    </message>
    <message>
        <source>It speaks a maker&apos;s own language (Tuya datapoints) that no profile here explains.</source>
        <translation>Μιλά γλώσσα κατασκευαστή (Tuya) που κανένα προφίλ εδώ δεν εξηγεί.</translation>
    </message>
    <message>
        <source>It did not answer; what was known of it still holds.</source>
        <translation>Δεν απάντησε· ό,τι ήταν γνωστό ισχύει ακόμη.</translation>
    </message>
    <message>
        <source>It did not say what it is; it is asked again in %1 s.</source>
        <translation>Δεν είπε τι είναι· ρωτιέται ξανά σε %1 s.</translation>
    </message>
    <message>
        <source>It is a %1; it is set up.</source>
        <translation>Είναι %1· ρυθμίζεται.</translation>
    </message>
    <message>
        <source>It is asked what it is.</source>
        <translation>Ρωτιέται τι είναι.</translation>
    </message>
    <message>
        <source>It is ready.</source>
        <translation>Είναι έτοιμο.</translation>
    </message>
    <message>
        <source>It joined the network.</source>
        <translation>Μπήκε στο δίκτυο.</translation>
    </message>
    <message>
        <source>It left the network.</source>
        <translation>Έφυγε από το δίκτυο.</translation>
    </message>
    <message>
        <source>It was not expected, and was sent away.</source>
        <translation>Δεν το περίμεναν, και διώχτηκε.</translation>
    </message>
    <message>
        <source>It was removed from the network.</source>
        <translation>Αφαιρέθηκε από το δίκτυο.</translation>
    </message>
    <message>
        <source>It has not been read yet.</source>
        <translation>Δεν διαβάστηκε ακόμη.</translation>
    </message>
    <message>
        <source>It has not said anything for too long; the last registers still hold.</source>
        <translation>Δεν είπε τίποτα για πολλή ώρα· οι τελευταίες καταγραφές ισχύουν.</translation>
    </message>
    <message>
        <source>It sent a register that cannot be.</source>
        <translation>Έστειλε καταγραφή που δεν μπορεί να υπάρχει.</translation>
    </message>
    <message>
        <source>Its register fell; it is watched before it is believed.</source>
        <translation>Η καταγραφή του έπεσε· παρακολουθείται πριν γίνει πιστευτή.</translation>
    </message>
    <message>
        <source>Its register jumped further than the connection can carry; it is watched before it is believed.</source>
        <translation>Η καταγραφή του πήδηξε πάνω απ&apos; όσο αντέχει η σύνδεση· παρακολουθείται πριν γίνει πιστευτή.</translation>
    </message>
    <message>
        <source>The first register was read; a second one has to agree before it counts.</source>
        <translation>Διαβάστηκε η πρώτη καταγραφή· μια δεύτερη πρέπει να συμφωνεί πριν μετρήσει.</translation>
    </message>
    <message>
        <source>Demand says %1 W and active power %2 W: one is scaled %3 times too large.</source>
        <translation>Η ζήτηση λέει %1 W και η ενεργός ισχύς %2 W: το ένα είναι %3 φορές πολύ μεγάλο.</translation>
    </message>
    <message>
        <source>Demand says %1 W and active power %2 W: one of them has a wrong sign.</source>
        <translation>Η ζήτηση λέει %1 W και η ενεργός ισχύς %2 W: το ένα έχει λάθος πρόσημο.</translation>
    </message>
    <message>
        <source>Only %1 of 3 phases gave a power; no total is known.</source>
        <translation>Μόνο %1 από 3 φάσεις έδωσαν ισχύ· το σύνολο δεν είναι γνωστό.</translation>
    </message>
    <message>
        <source>Its position after a power cut could not be set: %1.</source>
        <translation>Η θέση του μετά από διακοπή ρεύματος δεν ορίστηκε: %1.</translation>
    </message>
    <message>
        <source>Its position after a power cut is its own choice (no StartUpOnOff).</source>
        <translation>Τη θέση του μετά από διακοπή ρεύματος τη διαλέγει μόνο του (χωρίς StartUpOnOff).</translation>
    </message>
    <message>
        <source>It does not report %1 of cluster %2; that is polled.</source>
        <translation>Δεν αναφέρει %1 του cluster %2· ρωτιέται.</translation>
    </message>
    <message>
        <source>Its reports (cluster %1) could not be set up: %2.</source>
        <translation>Οι αναφορές του (cluster %1) δεν ρυθμίστηκαν: %2.</translation>
    </message>
    <message>
        <source>The device does not say the scale of its %1; %2/%3 from profile %4 was assumed.</source>
        <translation>Η συσκευή δεν λέει την κλίμακα (%1)· υποτέθηκε %2/%3 από το προφίλ %4.</translation>
    </message>
    <message>
        <source>The device hides the scale of its %1 (%2): the numbers may be 10, 100 or 1 000 times too large, so they are not used. A profile with its scale would help.</source>
        <translation>Η συσκευή κρύβει την κλίμακα (%1· %2): οι αριθμοί μπορεί να είναι 10, 100 ή 1 000 φορές μεγάλοι, γι&apos; αυτό δεν χρησιμοποιούνται. Θα βοηθούσε ένα προφίλ με την κλίμακά της.</translation>
    </message>
    <message>
        <source>Datapoint %1 held no register (%2).</source>
        <translation>Το σημείο δεδομένων %1 δεν είχε καταγραφή (%2).</translation>
    </message>
    <message>
        <source>Datapoint %1 was not eight packed bytes.</source>
        <translation>Το σημείο δεδομένων %1 δεν ήταν οκτώ πακεταρισμένα byte.</translation>
    </message>
    <message>
        <source>It has sent no energy register yet; power alone cannot be settled.</source>
        <translation>Δεν έστειλε ακόμη καταγραφή ενέργειας· μόνο η ισχύς δεν εκκαθαρίζεται.</translation>
    </message>
    <message>
        <source>Its power has no sign: it cannot tell drawing from giving; its registers can.</source>
        <translation>Η ισχύς του δεν έχει πρόσημο: δεν ξεχωρίζει άντληση από παροχή· οι καταγραφές του ναι.</translation>
    </message>
    <message>
        <source>Register %1 was below zero (%2); not used.</source>
        <translation>Η καταγραφή %1 ήταν κάτω από το μηδέν (%2)· δεν χρησιμοποιείται.</translation>
    </message>
    <message>
        <source>The %1 register was below zero; not used.</source>
        <translation>Η καταγραφή (%1) ήταν κάτω από το μηδέν· δεν χρησιμοποιείται.</translation>
    </message>
    <message>
        <source>The device does not say its unit; kWh was assumed.</source>
        <translation>Η συσκευή δεν λέει τη μονάδα της· υποτέθηκε kWh.</translation>
    </message>
    <message>
        <source>The report of %1 into the battery</source>
        <translation>Η αναφορά %1 προς την μπαταρία</translation>
    </message>
    <message>
        <source>The report of %1 out of the battery</source>
        <translation>Η αναφορά %1 από την μπαταρία</translation>
    </message>
    <message>
        <source>The report that the battery holds %1</source>
        <translation>Η αναφορά ότι η μπαταρία κρατά %1</translation>
    </message>
    <message>
        <source>%1: its outcome is being proven.</source>
        <translation>%1: η έκβασή της αποδεικνύεται.</translation>
    </message>
    <message>
        <source>%1 is on its way.</source>
        <translation>%1: είναι στον δρόμο.</translation>
    </message>
    <message>
        <source>%1 is being signed.</source>
        <translation>%1: υπογράφεται.</translation>
    </message>
    <message>
        <source>%1 was refused: %2.</source>
        <translation>%1: απορρίφθηκε: %2.</translation>
    </message>
    <message>
        <source>%1 was not carried out: %2.</source>
        <translation>%1: δεν εκτελέστηκε: %2.</translation>
    </message>
    <message>
        <source>the call could not be carried out</source>
        <translation>η κλήση δεν μπόρεσε να εκτελεστεί</translation>
    </message>
    <message>
        <source>the contract said: %1</source>
        <translation>το συμβόλαιο είπε: %1</translation>
    </message>
    <message>
        <source>the contract gave no reason</source>
        <translation>το συμβόλαιο δεν έδωσε λόγο</translation>
    </message>
    <message>
        <source>The energy stays open.</source>
        <translation>Η ενέργεια μένει ανοιχτή.</translation>
    </message>
    <message>
        <source>It is tried again by itself.</source>
        <translation>Δοκιμάζεται ξανά από μόνο του.</translation>
    </message>
    <message>
        <source>The battery says it holds %1; by its meter (%2 in, %3 out since it was last compared) it should be %4.</source>
        <translation>Η μπαταρία λέει ότι κρατά %1· κατά τον μετρητή της (%2 μέσα, %3 έξω από την τελευταία σύγκριση) θα έπρεπε να είναι %4.</translation>
    </message>
    <message>
        <source>The battery says it holds %1; by its meter (%2 in, %3 out since it was last compared) it should be %4 to %5.</source>
        <translation>Η μπαταρία λέει ότι κρατά %1· κατά τον μετρητή της (%2 μέσα, %3 έξω από την τελευταία σύγκριση) θα έπρεπε να είναι %4 έως %5.</translation>
    </message>
    <message>
        <source>The %1 was exchanged; its registers go on as soon as two readings agree.</source>
        <translation>Ο %1 άλλαξε· η καταγραφή του συνεχίζεται μόλις συμφωνήσουν δύο ενδείξεις.</translation>
    </message>
    <message>
        <source>The %1 is not on a serial line of the settings.</source>
        <translation>Ο %1 δεν είναι σε σειριακή γραμμή των ρυθμίσεων.</translation>
    </message>
    <message>
        <source>A device of the radio is exchanged by giving the role to another one.</source>
        <translation>Μια συσκευή του ασυρμάτου αλλάζει δίνοντας τον ρόλο σε άλλη.</translation>
    </message>
    <message>
        <source>The %1 is on a serial line: the settings name it under [[meters.lines]]. Take it out there first, or exchange the meter on the line (%2).</source>
        <translation>Ο %1 είναι σε σειριακή γραμμή: οι ρυθμίσεις τον αναφέρουν στο [[meters.lines]]. Βγάλτε τον πρώτα από εκεί ή αλλάξτε τον μετρητή της γραμμής (%2).</translation>
    </message>
    <message>
        <source>The box</source>
        <translation>Η συσκευή</translation>
    </message>
    <message>
        <source>The time</source>
        <translation>Η ώρα</translation>
    </message>
    <message>
        <source>The settings</source>
        <translation>Οι ρυθμίσεις</translation>
    </message>
    <message>
        <source>The keys and the request</source>
        <translation>Τα κλειδιά και η αίτηση</translation>
    </message>
    <message>
        <source>The agent</source>
        <translation>Η κεντρική μονάδα</translation>
    </message>
    <message>
        <source>The radio</source>
        <translation>Ο ασύρματος</translation>
    </message>
    <message>
        <source>Devices in the network</source>
        <translation>Συσκευές στο δίκτυο</translation>
    </message>
    <message>
        <source>Which meter counts what</source>
        <translation>Τι μετρά κάθε μετρητής</translation>
    </message>
    <message>
        <source>Live check of each meter</source>
        <translation>Δοκιμή κάθε μετρητή</translation>
    </message>
    <message>
        <source>Relays switched on and off</source>
        <translation>Διακόπτες ανοιχτοί και κλειστοί</translation>
    </message>
    <message>
        <source>The battery&apos;s unit</source>
        <translation>Η μονάδα της μπαταρίας</translation>
    </message>
    <message>
        <source>Meters on serial lines</source>
        <translation>Μετρητές σε σειριακές γραμμές</translation>
    </message>
    <message>
        <source>Member of the market</source>
        <translation>Μέλος της αγοράς</translation>
    </message>
    <message>
        <source>The market&apos;s chain</source>
        <translation>Η αλυσίδα της αγοράς</translation>
    </message>
    <message>
        <source>The operator&apos;s broker</source>
        <translation>Ο διαμεσολαβητής του διαχειριστή</translation>
    </message>
    <message>
        <source>The household&apos;s PIN</source>
        <translation>Το PIN του νοικοκυριού</translation>
    </message>
    <message>
        <source>Backup of the network</source>
        <translation>Αντίγραφο του δικτύου</translation>
    </message>
    <message>
        <source>Handed over</source>
        <translation>Παραδόθηκε</translation>
    </message>
    <message>
        <source>It is not reported.</source>
        <translation>Δεν αναφέρεται.</translation>
    </message>
    <message>
        <source>The battery holds %1, the contract %2: %3 more, which was in it before reporting began or was believed lost.</source>
        <translation>Η μπαταρία κρατά %1, το συμβόλαιο %2: %3 περισσότερο, που υπήρχε πριν αρχίσουν οι αναφορές ή θεωρούνταν χαμένο.</translation>
    </message>
    <message>
        <source>The battery holds %1, the contract %2: %3 less; %4.</source>
        <translation>Η μπαταρία κρατά %1, το συμβόλαιο %2: %3 λιγότερο· %4.</translation>
    </message>
    <message>
        <source>%1 were lost in charging, discharging and standing</source>
        <translation>%1 χάθηκαν στη φόρτιση, την εκφόρτιση και την αναμονή</translation>
    </message>
    <message>
        <source>%1 were lost in charging, discharging and standing, %2 % of what went in</source>
        <translation>%1 χάθηκαν στη φόρτιση, την εκφόρτιση και την αναμονή, %2 % όσων μπήκαν</translation>
    </message>
    <message>
        <source>%1 left the battery without a session</source>
        <translation>%1 βγήκαν από την μπαταρία χωρίς συνεδρία</translation>
    </message>
    <message>
        <source>The settings are refused; the agent runs with the ones that worked last, and does not trade: nobody can tell what was changed.</source>
        <translation>Οι ρυθμίσεις απορρίφθηκαν· η κεντρική μονάδα τρέχει με τις τελευταίες καλές και δεν συναλλάσσεται: κανείς δεν ξέρει τι άλλαξε.</translation>
    </message>
    <message>
        <source>The settings are refused; the agent runs with the ones that worked last, and does not trade: the limits were changed.</source>
        <translation>Οι ρυθμίσεις απορρίφθηκαν· η κεντρική μονάδα τρέχει με τις τελευταίες καλές και δεν συναλλάσσεται: άλλαξαν τα όρια.</translation>
    </message>
    <message>
        <source>The settings are refused; the agent runs with the ones that worked last, and goes on.</source>
        <translation>Οι ρυθμίσεις απορρίφθηκαν· η κεντρική μονάδα τρέχει με τις τελευταίες καλές και συνεχίζει.</translation>
    </message>
    <message>
        <source>final</source>
        <translation>οριστική</translation>
    </message>
    <message>
        <source>traded</source>
        <translation>εκτελέστηκε</translation>
    </message>
    <message>
        <source>Cycle %1: %2 metered of %3 agreed, penalty %4, income %5.</source>
        <translation>Γύρος %1: μετρήθηκαν %2 από %3 συμφωνημένα, πρόστιμο %4, έσοδο %5.</translation>
    </message>
    <message>
        <source>Cycle %1: %2 metered of %3 agreed, penalty %4, bill %5.</source>
        <translation>Γύρος %1: μετρήθηκαν %2 από %3 συμφωνημένα, πρόστιμο %4, λογαριασμός %5.</translation>
    </message>
    <message>
        <source>Cycle %1: %2 metered of %3 agreed, penalty %4, income %5 (not verified).</source>
        <translation>Γύρος %1: μετρήθηκαν %2 από %3 συμφωνημένα, πρόστιμο %4, έσοδο %5 (μη ελεγμένο).</translation>
    </message>
    <message>
        <source>Cycle %1: %2 metered of %3 agreed, penalty %4, bill %5 (not verified).</source>
        <translation>Γύρος %1: μετρήθηκαν %2 από %3 συμφωνημένα, πρόστιμο %4, λογαριασμός %5 (μη ελεγμένο).</translation>
    </message>
    <message>
        <source>Waiting to sell %1 between %2 and %3.</source>
        <translation>Αναμονή για πώληση %1 μεταξύ %2 και %3.</translation>
    </message>
    <message>
        <source>Waiting to sell %1 between %2 and %3, preferably within %4 m.</source>
        <translation>Αναμονή για πώληση %1 μεταξύ %2 και %3, κατά προτίμηση σε %4 m.</translation>
    </message>
    <message>
        <source>Waiting to buy %1 between %2 and %3.</source>
        <translation>Αναμονή για αγορά %1 μεταξύ %2 και %3.</translation>
    </message>
    <message>
        <source>Waiting to buy %1 between %2 and %3, preferably within %4 m.</source>
        <translation>Αναμονή για αγορά %1 μεταξύ %2 και %3, κατά προτίμηση σε %4 m.</translation>
    </message>
    <message>
        <source>Repeated every cycle: sell %1 between %2 and %3.</source>
        <translation>Επαναλαμβάνεται κάθε γύρο: πώληση %1 μεταξύ %2 και %3.</translation>
    </message>
    <message>
        <source>Repeated every cycle: sell %1 between %2 and %3, preferably within %4 m.</source>
        <translation>Επαναλαμβάνεται κάθε γύρο: πώληση %1 μεταξύ %2 και %3, κατά προτίμηση σε %4 m.</translation>
    </message>
    <message>
        <source>Repeated every cycle: buy %1 between %2 and %3.</source>
        <translation>Επαναλαμβάνεται κάθε γύρο: αγορά %1 μεταξύ %2 και %3.</translation>
    </message>
    <message>
        <source>Repeated every cycle: buy %1 between %2 and %3, preferably within %4 m.</source>
        <translation>Επαναλαμβάνεται κάθε γύρο: αγορά %1 μεταξύ %2 και %3, κατά προτίμηση σε %4 m.</translation>
    </message>
    <message>
        <source>1 try</source>
        <translation>1 προσπάθεια</translation>
    </message>
    <message>
        <source>The PIN is as it was: %1.</source>
        <translation>Το PIN έμεινε όπως ήταν: %1.</translation>
    </message>
    <message>
        <source>The PIN was not looked at: %1.</source>
        <translation>Το PIN δεν ελέγχθηκε: %1.</translation>
    </message>
    <message>
        <source>The PIN is right. %1.</source>
        <translation>Το PIN είναι σωστό. %1.</translation>
    </message>
    <message>
        <source>While joining is open, anyone near this home can let a device in and overhear the network&apos;s key, with which every meter can be listened to and imitated. Use the device&apos;s install code where it has one. If you open all the same, do it for as short as you can.</source>
        <translation>Όσο η είσοδος είναι ανοιχτή, όποιος είναι κοντά μπορεί να βάλει μια συσκευή και να ακούσει το κλειδί του δικτύου, με το οποίο κάθε μετρητής ακούγεται και γίνεται αντικείμενο μίμησης. Χρησιμοποιήστε τον κωδικό εγκατάστασης της συσκευής, αν έχει. Αν ανοίξετε παρ&apos; όλα αυτά, όσο πιο σύντομα γίνεται.</translation>
    </message>
    <message>
        <source>%1 said what it is.</source>
        <translation>%1 είπε τι είναι.</translation>
    </message>
    <message>
        <source>%1 reports by itself now.</source>
        <translation>%1 αναφέρει πλέον μόνη της.</translation>
    </message>
    <message>
        <source>Name a file of the backup directory or give a document.</source>
        <translation>Ονομάστε ένα αρχείο του φακέλου αντιγράφων ή δώστε ένα έγγραφο.</translation>
    </message>
    <message>
        <source>The backup&apos;s file: %1.</source>
        <translation>Το αρχείο αντιγράφου: %1.</translation>
    </message>
    <message>
        <source>The radio shows no meter %1.</source>
        <translation>Ο ασύρματος δεν δείχνει μετρητή %1.</translation>
    </message>
    <message>
        <source>A meter&apos;s role is one of %1, not %2.</source>
        <translation>Το έργο ενός μετρητή είναι ένα από %1, όχι %2.</translation>
    </message>
    <message>
        <source>A load of %1 W is too small; allowed: %2 W or more.</source>
        <translation>Φορτίο %1 W είναι πολύ μικρό· επιτρέπονται %2 W ή περισσότερα.</translation>
    </message>
    <message>
        <source>A fuse of %1 A is not 1 to 200 A.</source>
        <translation>Ασφάλεια %1 A δεν είναι από 1 έως 200 A.</translation>
    </message>
    <message>
        <source>A connection has 1 or 3 phases, not %1.</source>
        <translation>Μια σύνδεση έχει 1 ή 3 φάσεις, όχι %1.</translation>
    </message>
    <message>
        <source>%1 W is more than the connection&apos;s %2 W.</source>
        <translation>%1 W είναι περισσότερα από τα %2 W της σύνδεσης.</translation>
    </message>
    <message>
        <source>It fell by %1 when the load went on: the clamp sits the other way round – tick “turned round”.</source>
        <translation>Έπεσε κατά %1 όταν άναψε το φορτίο: η τσιμπίδα είναι ανάποδα – πατήστε «Αντιστροφή».</translation>
    </message>
    <message>
        <source>It shows the panels drawing %1: the clamp sits the other way round – tick “turned round”.</source>
        <translation>Δείχνει ότι τα πάνελ τραβούν %1: η τσιμπίδα είναι ανάποδα – πατήστε «Αντιστροφή».</translation>
    </message>
    <message>
        <source>It showed %1, but a connection of %2 × %3 A carries %4: its scale is too large.</source>
        <translation>Έδειξε %1, αλλά μια σύνδεση %2 × %3 A φέρει %4: η κλίμακά του είναι πολύ μεγάλη.</translation>
    </message>
    <message>
        <source>About %1 Wh passed and its register did not count.</source>
        <translation>Πέρασαν περίπου %1 Wh και ο καταχωρητής του δεν μέτρησε.</translation>
    </message>
    <message>
        <source>Its power and its registers disagree about what is drawn and what is given; it cannot be used without a profile.</source>
        <translation>Η ισχύς και οι καταχωρητές του διαφωνούν για το τι απορροφάται και τι εγχέεται· χωρίς προφίλ δεν χρησιμοποιείται.</translation>
    </message>
    <message>
        <source>%1: that fits.</source>
        <translation>%1: ταιριάζει.</translation>
    </message>
    <message>
        <source>%1: the scale is %2 times too large.</source>
        <translation>%1: η κλίμακα είναι %2 μεγαλύτερη.</translation>
    </message>
    <message>
        <source>%1: the scale is %2 times too small.</source>
        <translation>%1: η κλίμακα είναι %2 μικρότερη.</translation>
    </message>
    <message>
        <source>ten</source>
        <translation>δέκα φορές</translation>
    </message>
    <message>
        <source>a hundred</source>
        <translation>εκατό φορές</translation>
    </message>
    <message>
        <source>a thousand</source>
        <translation>χίλιες φορές</translation>
    </message>
    <message>
        <source>%1: this meter does not see the panels; another one does, or none.</source>
        <translation>%1: αυτός ο μετρητής δεν βλέπει τα πάνελ· άλλος ή κανένας.</translation>
    </message>
    <message>
        <source>%1: this meter does not see the load; another one does, or none.</source>
        <translation>%1: αυτός ο μετρητής δεν βλέπει το φορτίο· άλλος ή κανένας.</translation>
    </message>
    <message>
        <source>%1, a third of it: only one of three phases is measured, or the load is on all three and the meter on one.</source>
        <translation>%1, το ένα τρίτο: μετριέται μόνο μία από τρεις φάσεις ή το φορτίο είναι και στις τρεις και ο μετρητής στη μία.</translation>
    </message>
    <message>
        <source>%1: that fits nothing; check the load&apos;s power and what else is on.</source>
        <translation>%1: δεν ταιριάζει με τίποτα· ελέγξτε την ισχύ του φορτίου και τι άλλο είναι αναμμένο.</translation>
    </message>
    <message>
        <source>Its register counted %1 Wh while about %2 Wh passed: it counts %3 times too little.</source>
        <translation>Ο καταχωρητής του μέτρησε %1 Wh ενώ πέρασαν περίπου %2 Wh: μετρά %3 φορές λιγότερο.</translation>
    </message>
    <message>
        <source>The shortest time %1 is %2 s; allowed: 0 to 86 400 s.</source>
        <translation>Ο ελάχιστος χρόνος %1 είναι %2 s· επιτρέπεται: 0 έως 86 400 s.</translation>
    </message>
    <message>
        <source>The lease is %1 s; allowed: %2 to 6 000 s.</source>
        <translation>Η προθεσμία είναι %1 s· επιτρέπεται: %2 έως 6 000 s.</translation>
    </message>
    <message>
        <source>Meter %1 is not in the settings.</source>
        <translation>Ο μετρητής %1 δεν είναι στις ρυθμίσεις.</translation>
    </message>
    <message>
        <source>Meter %1 is already in use.</source>
        <translation>Ο μετρητής %1 χρησιμοποιείται ήδη.</translation>
    </message>
    <message>
        <source>This home has no radio: its settings have no [radio] table. Add it, and start the agent again.</source>
        <translation>Αυτό το σπίτι δεν έχει ασύρματο: λείπει ο πίνακας [radio] στις ρυθμίσεις του. Προσθέστε τον και ξεκινήστε ξανά τον πράκτορα.</translation>
    </message>
    <message>
        <source>%1 is in use (%2); release it first.</source>
        <translation>%1 χρησιμοποιείται (%2)· πρώτα αφαιρέστε του το έργο.</translation>
    </message>
    <message>
        <source>No relay is called %1; gridhearth devices lists them.</source>
        <translation>Κανένα ρελέ δεν λέγεται %1· το gridhearth devices τα δείχνει.</translation>
    </message>
    <message>
        <source>%1 has several relays; name one by its key: %2.</source>
        <translation>%1 έχει πολλά ρελέ· ονομάστε ένα με το κλειδί του: %2.</translation>
    </message>
    <message>
        <source>The radio shows no %1; gridhearth devices lists them all.</source>
        <translation>Ο ασύρματος δεν δείχνει %1· το gridhearth devices τα δείχνει όλα.</translation>
    </message>
    <message>
        <source>%1 is no %2.</source>
        <translation>%1 δεν είναι: %2.</translation>
    </message>
    <message>
        <source>Nothing was opened.</source>
        <translation>Τίποτα δεν άνοιξε.</translation>
    </message>
</context>
<context>
    <name>devices</name>
    <message>
        <source>grid meter</source>
        <translation>μετρητής δικτύου</translation>
    </message>
    <message>
        <source>meter of what is made</source>
        <translation>μετρητής παραγωγής</translation>
    </message>
    <message>
        <source>meter of the store</source>
        <translation>μετρητής μπαταρίας</translation>
    </message>
    <message>
        <source>relay</source>
        <translation>διακόπτης</translation>
    </message>
    <message>
        <source>relay without a task</source>
        <translation>διακόπτης χωρίς ρόλο</translation>
    </message>
    <message>
        <source>meter without a task</source>
        <translation>μετρητής χωρίς ρόλο</translation>
    </message>
    <message>
        <source>device</source>
        <translation>συσκευή</translation>
    </message>
    <message>
        <source>draws %1</source>
        <translation>αντλεί %1</translation>
    </message>
    <message>
        <source>gives %1</source>
        <translation>δίνει %1</translation>
    </message>
    <message>
        <source>makes %1</source>
        <translation>παράγει %1</translation>
    </message>
    <message>
        <source>on</source>
        <translation>ανοικτό</translation>
    </message>
    <message>
        <source>off</source>
        <translation>κλειστό</translation>
    </message>
    <message>
        <source>not known</source>
        <translation>άγνωστο</translation>
    </message>
    <message>
        <source>has said nothing yet</source>
        <translation>δεν έχει αναφέρει ακόμη τίποτα</translation>
    </message>
    <message>
        <source>battery %1 %</source>
        <translation>μπαταρία %1 %</translation>
    </message>
    <message>
        <source>weak signal</source>
        <translation>ασθενές σήμα</translation>
    </message>
    <message>
        <source>good signal</source>
        <translation>καλό σήμα</translation>
    </message>
    <message>
        <source>fair signal</source>
        <translation>μέτριο σήμα</translation>
    </message>
    <message>
        <source>It does not answer. Has it power, is it in reach?</source>
        <translation>Δεν απαντά. Έχει ρεύμα; Είναι εντός εμβέλειας;</translation>
    </message>
    <message>
        <source>It cannot be used yet.</source>
        <translation>Δεν μπορεί να χρησιμοποιηθεί ακόμη.</translation>
    </message>
    <message>
        <source>It is still being asked what it is.</source>
        <translation>Ερωτάται ακόμη τι είναι.</translation>
    </message>
    <message>
        <source>Its value is old.</source>
        <translation>Η τιμή του είναι παλιά.</translation>
    </message>
    <message>
        <source>It says that its value is not valid.</source>
        <translation>Λέει ότι η τιμή του δεν είναι έγκυρη.</translation>
    </message>
    <message>
        <source>Its value is unlikely; it is being watched.</source>
        <translation>Η τιμή του είναι απίθανη· παρακολουθείται.</translation>
    </message>
    <message>
        <source>Change its battery soon.</source>
        <translation>Αλλάξτε σύντομα την μπαταρία.</translation>
    </message>
    <message>
        <source>Radio starts</source>
        <translation>Ο ασύρματος ξεκινά</translation>
    </message>
    <message>
        <source>Radio works</source>
        <translation>Ο ασύρματος λειτουργεί</translation>
    </message>
    <message>
        <source>Radio in trouble</source>
        <translation>Πρόβλημα ασύρματου</translation>
    </message>
    <message>
        <source>Radio is away</source>
        <translation>Λείπει ο ασύρματος</translation>
    </message>
    <message>
        <source>Radio without a network</source>
        <translation>Ασύρματος χωρίς δίκτυο</translation>
    </message>
    <message>
        <source>Radio of another home</source>
        <translation>Ασύρματος άλλου σπιτιού</translation>
    </message>
    <message>
        <source>Nothing is known of any device.</source>
        <translation>Δεν είναι γνωστή καμία συσκευή.</translation>
    </message>
    <message>
        <source>channel %1</source>
        <translation>κανάλι %1</translation>
    </message>
    <message>
        <source>There is no meter and no relay yet. An installer adds them.</source>
        <translation>Δεν υπάρχει ακόμη μετρητής ή διακόπτης. Τους προσθέτει ο εγκαταστάτης.</translation>
    </message>
</context>
<context>
    <name>handover</name>
    <message>
        <source>Report of %1: not accepted yet; something is still open.</source>
        <translation>Έκθεση %1: δεν έγινε ακόμη αποδεκτή· κάτι μένει ανοιχτό.</translation>
    </message>
    <message>
        <source>Report of %1: accepted.</source>
        <translation>Έκθεση %1: έγινε αποδεκτή.</translation>
    </message>
    <message>
        <source>Its page is on the box: %1</source>
        <translation>Η σελίδα της είναι στη συσκευή: %1</translation>
    </message>
    <message>
        <source>Its page could not be written on the box.</source>
        <translation>Η σελίδα της δεν μπόρεσε να γραφτεί στη συσκευή.</translation>
    </message>
    <message>
        <source>Signed by this home. The picture holds this and the signature:</source>
        <translation>Υπογράφτηκε από αυτό το σπίτι. Η εικόνα περιέχει αυτό και την υπογραφή:</translation>
    </message>
    <message>
        <source>A load of %1 moved it by %2.</source>
        <translation>Φορτίο %1 τον μετακίνησε κατά %2.</translation>
    </message>
    <message>
        <source>✓ right</source>
        <translation>✓ σωστό</translation>
    </message>
    <message>
        <source>⚠ not right</source>
        <translation>⚠ λάθος</translation>
    </message>
</context>
<context>
    <name>history</name>
    <message>
        <source>ddd d MMMM yyyy</source>
        <translation>ddd d MMMM yyyy</translation>
    </message>
    <message>
        <source>d MMM</source>
        <translation>d MMM</translation>
    </message>
    <message>
        <source>ddd d MMMM</source>
        <translation>ddd d MMMM</translation>
    </message>
    <message>
        <source>Penalties</source>
        <translation>Ποινές</translation>
    </message>
    <message>
        <source>With whom</source>
        <translation>Με ποιον</translation>
    </message>
    <message>
        <source>Trades</source>
        <translation>Συναλλαγές</translation>
    </message>
    <message>
        <source>Months</source>
        <translation>Μήνες</translation>
    </message>
    <message>
        <source>Days</source>
        <translation>Ημέρες</translation>
    </message>
    <message>
        <source>The history comes from the agent.</source>
        <translation>Το ιστορικό έρχεται από την κεντρική μονάδα.</translation>
    </message>
    <message>
        <source>This agent keeps no history.</source>
        <translation>Αυτή η κεντρική μονάδα δεν κρατά ιστορικό.</translation>
    </message>
    <message>
        <source>Asking the agent …</source>
        <translation>Ερώτηση στην κεντρική μονάδα …</translation>
    </message>
    <message>
        <source>No trade was settled in this time.</source>
        <translation>Καμία συναλλαγή δεν εκκαθαρίστηκε σε αυτό το διάστημα.</translation>
    </message>
    <message>
        <source>Nothing is known of this time.</source>
        <translation>Για αυτό το διάστημα δεν είναι τίποτα γνωστό.</translation>
    </message>
    <message>
        <source>The agent&apos;s answer could not be understood: %1.</source>
        <translation>Η απάντηση της κεντρικής μονάδας δεν ήταν κατανοητή: %1.</translation>
    </message>
    <message>
        <source>Round %1</source>
        <translation>Γύρος %1</translation>
    </message>
    <message>
        <source>Made</source>
        <translation>Παραγωγή</translation>
    </message>
    <message>
        <source>Used</source>
        <translation>Χρήση</translation>
    </message>
    <message>
        <source>Drawn from the grid</source>
        <translation>Από το δίκτυο</translation>
    </message>
    <message>
        <source>Given to the grid</source>
        <translation>Προς το δίκτυο</translation>
    </message>
    <message>
        <source>Sold</source>
        <translation>Πωλήθηκε</translation>
    </message>
    <message>
        <source>Bought</source>
        <translation>Αγοράστηκε</translation>
    </message>
    <message>
        <source>Earned</source>
        <translation>Έσοδα</translation>
    </message>
    <message>
        <source>Spent</source>
        <translation>Έξοδα</translation>
    </message>
    <message>
        <source>Result</source>
        <translation>Αποτέλεσμα</translation>
    </message>
    <message>
        <source>Network charges</source>
        <translation>Τέλη δικτύου</translation>
    </message>
    <message>
        <source>Sold %1 to %2</source>
        <translation>Πώληση %1 στο %2</translation>
    </message>
    <message>
        <source>Bought %1 from %2</source>
        <translation>Αγορά %1 από το %2</translation>
    </message>
    <message>
        <source>%1 away · network charge %2</source>
        <translation>απόσταση %1 · τέλος δικτύου %2</translation>
    </message>
    <message>
        <source>sold once</source>
        <translation>πώληση μία φορά</translation>
    </message>
    <message>
        <source>sold %1 times</source>
        <translation>πώληση %1 φορές</translation>
    </message>
    <message>
        <source>bought once</source>
        <translation>αγορά μία φορά</translation>
    </message>
    <message>
        <source>bought %1 times</source>
        <translation>αγορά %1 φορές</translation>
    </message>
    <message>
        <source>This bill differs from what this home computed; tell the market&apos;s operator.</source>
        <translation>Ο λογαριασμός διαφέρει από όσα υπολόγισε το σπίτι· ενημερώστε τον διαχειριστή της αγοράς.</translation>
    </message>
    <message>
        <source>You sold %1, and your meter counted %2 given: %3 were missing. The penalty was %4.</source>
        <translation>Πουλήσατε %1 και ο μετρητής σας μέτρησε %2: έλειπαν %3. Η ποινή ήταν %4.</translation>
    </message>
    <message>
        <source>You bought %1, and your meter counted %2 drawn: %3 off. The penalty was %4.</source>
        <translation>Αγοράσατε %1 και ο μετρητής σας μέτρησε %2: διαφορά %3. Η ποινή ήταν %4.</translation>
    </message>
    <message>
        <source>made %1</source>
        <translation>παραγωγή %1</translation>
    </message>
    <message>
        <source>drawn %1</source>
        <translation>από δίκτυο %1</translation>
    </message>
    <message>
        <source>given %1</source>
        <translation>προς δίκτυο %1</translation>
    </message>
    <message>
        <source>penalty %1</source>
        <translation>ποινή %1</translation>
    </message>
</context>
<context>
    <name>home</name>
    <message>
        <source>Connecting</source>
        <translation>Σύνδεση</translation>
    </message>
    <message>
        <source>No agent</source>
        <translation>Χωρίς μονάδα</translation>
    </message>
    <message>
        <source>No meter has reported yet.</source>
        <translation>Κανένας μετρητής δεν ανέφερε ακόμη.</translation>
    </message>
    <message>
        <source>No data yet</source>
        <translation>Χωρίς δεδομένα</translation>
    </message>
    <message>
        <source>since %1</source>
        <translation>από %1</translation>
    </message>
    <message>
        <source>Last known: %1 kW</source>
        <translation>Τελευταία τιμή: %1 kW</translation>
    </message>
    <message>
        <source>No data</source>
        <translation>Χωρίς δεδομένα</translation>
    </message>
    <message>
        <source>Unknown</source>
        <translation>Άγνωστο</translation>
    </message>
    <message>
        <source>Surplus</source>
        <translation>Πλεόνασμα</translation>
    </message>
    <message>
        <source>Using more</source>
        <translation>Έλλειμμα</translation>
    </message>
    <message>
        <source>makes %1 · uses %2</source>
        <translation>παράγει %1 · χρήση %2</translation>
    </message>
    <message>
        <source>Today</source>
        <translation>Σήμερα</translation>
    </message>
    <message>
        <source>Next round</source>
        <translation>Επόμενος γύρος</translation>
    </message>
    <message>
        <source>Trades come from the agent.</source>
        <translation>Οι συναλλαγές έρχονται από την κεντρική μονάδα.</translation>
    </message>
    <message>
        <source>Today&apos;s curve comes from the agent.</source>
        <translation>Η σημερινή καμπύλη έρχεται από την κεντρική μονάδα.</translation>
    </message>
    <message>
        <source>This agent keeps no curve of the day.</source>
        <translation>Αυτή η κεντρική μονάδα δεν κρατά καμπύλη ημέρας.</translation>
    </message>
    <message>
        <source>Asking for today&apos;s curve …</source>
        <translation>Ζητείται η σημερινή καμπύλη …</translation>
    </message>
    <message>
        <source>The first quarter of an hour is being measured.</source>
        <translation>Μετριέται το πρώτο τέταρτο της ώρας.</translation>
    </message>
    <message>
        <source>no trade yet</source>
        <translation>καμία συναλλαγή</translation>
    </message>
    <message>
        <source>1 trade</source>
        <translation>1 συναλλαγή</translation>
    </message>
    <message>
        <source>%1 trades</source>
        <translation>%1 συναλλαγές</translation>
    </message>
    <message>
        <source>Since the start</source>
        <translation>Από την αρχή</translation>
    </message>
    <message>
        <source>no market yet</source>
        <translation>καμία αγορά ακόμη</translation>
    </message>
    <message>
        <source>Round ends in</source>
        <translation>Λήγει σε</translation>
    </message>
    <message>
        <source>Next round in</source>
        <translation>Νέος γύρος σε</translation>
    </message>
    <message>
        <source>not trading</source>
        <translation>χωρίς συμμετοχή</translation>
    </message>
    <message>
        <source>no order</source>
        <translation>χωρίς εντολή</translation>
    </message>
    <message>
        <source>will sell</source>
        <translation>θα πουλήσει</translation>
    </message>
    <message>
        <source>will buy</source>
        <translation>θα αγοράσει</translation>
    </message>
    <message>
        <source>sells %1</source>
        <translation>πουλά %1</translation>
    </message>
    <message>
        <source>buys %1</source>
        <translation>αγοράζει %1</translation>
    </message>
    <message>
        <source>Sold %1 at %2</source>
        <translation>Πώληση %1 προς %2</translation>
    </message>
    <message>
        <source>Bought %1 at %2</source>
        <translation>Αγορά %1 προς %2</translation>
    </message>
    <message>
        <source>penalty %1</source>
        <translation>ποινή %1</translation>
    </message>
    <message>
        <source>no penalty</source>
        <translation>χωρίς ποινή</translation>
    </message>
    <message>
        <source>Proven on the chain</source>
        <translation>Αποδεδειγμένο στην αλυσίδα</translation>
    </message>
    <message>
        <source>Disputed</source>
        <translation>Αμφισβητείται</translation>
    </message>
    <message>
        <source>No trade yet.</source>
        <translation>Καμία συναλλαγή ακόμη.</translation>
    </message>
    <message>
        <source>No trade yet; an order is under way.</source>
        <translation>Καμία συναλλαγή ακόμη· μια εντολή είναι σε εξέλιξη.</translation>
    </message>
</context>
<context>
    <name>info</name>
    <message>
        <source>No order yet.</source>
        <translation>Καμία εντολή ακόμη.</translation>
    </message>
    <message>
        <source>Given: %1 · allowed: %2</source>
        <translation>Δόθηκε: %1 · επιτρέπεται: %2</translation>
    </message>
    <message>
        <source>Nothing is known of the chain yet.</source>
        <translation>Δεν είναι ακόμη τίποτα γνωστό από την αλυσίδα.</translation>
    </message>
    <message>
        <source>The chain as of %1</source>
        <translation>Η αλυσίδα, στις %1</translation>
    </message>
    <message>
        <source>Round %1</source>
        <translation>Γύρος %1</translation>
    </message>
    <message>
        <source>This round</source>
        <translation>Αυτός ο γύρος</translation>
    </message>
    <message>
        <source>The round is not decided yet.</source>
        <translation>Ο γύρος δεν έχει κριθεί ακόμη.</translation>
    </message>
    <message>
        <source>The trades of this round are no longer kept here.</source>
        <translation>Οι συναλλαγές αυτού του γύρου δεν φυλάσσονται πια εδώ.</translation>
    </message>
    <message>
        <source>No trade came of this order.</source>
        <translation>Από αυτή την εντολή δεν προέκυψε συναλλαγή.</translation>
    </message>
    <message>
        <source>%1 to %2</source>
        <translation>%1 στο %2</translation>
    </message>
    <message>
        <source>%1 from %2</source>
        <translation>%1 από το %2</translation>
    </message>
    <message>
        <source>%1 away · %2 · network charge %3</source>
        <translation>απόσταση %1 · %2 · τέλος δικτύου %3</translation>
    </message>
    <message>
        <source>It is settled after the energy has been delivered and metered.</source>
        <translation>Εκκαθαρίζεται αφού η ενέργεια παραδοθεί και μετρηθεί.</translation>
    </message>
    <message>
        <source>Proven on the chain</source>
        <translation>Αποδεδειγμένο στην αλυσίδα</translation>
    </message>
    <message>
        <source>Disputed: see the alerts</source>
        <translation>Αμφισβητείται: δείτε τις ειδοποιήσεις</translation>
    </message>
    <message>
        <source>block %1</source>
        <translation>μπλοκ %1</translation>
    </message>
    <message>
        <source>%1 of %2 agreed</source>
        <translation>%1 από συμφωνημένα %2</translation>
    </message>
    <message>
        <source>Delivered</source>
        <translation>Παραδόθηκε</translation>
    </message>
    <message>
        <source>Used</source>
        <translation>Χρήση</translation>
    </message>
    <message>
        <source>Income</source>
        <translation>Έσοδο</translation>
    </message>
    <message>
        <source>Bill</source>
        <translation>Λογαριασμός</translation>
    </message>
    <message>
        <source>Network charge</source>
        <translation>Τέλος δικτύου</translation>
    </message>
    <message>
        <source>Penalty</source>
        <translation>Ποινή</translation>
    </message>
    <message>
        <source>none</source>
        <translation>καμία</translation>
    </message>
    <message>
        <source>No meter report came in time: the rules assumed the worst.</source>
        <translation>Καμία μέτρηση δεν ήρθε εγκαίρως: οι κανόνες υπέθεσαν το χειρότερο.</translation>
    </message>
    <message>
        <source>Corrected by a meter report that came late.</source>
        <translation>Διορθώθηκε από μέτρηση που ήρθε αργά.</translation>
    </message>
</context>
<context>
    <name>installer</name>
    <message>
        <source>A new network is formed on the stick. Devices of an older network will not find this home any more and must be paired again.</source>
        <translation>Δημιουργείται νέο δίκτυο στον προσαρμογέα. Οι συσκευές παλαιότερου δικτύου δεν θα βρίσκουν πια αυτό το σπίτι και πρέπει να συνδεθούν ξανά.</translation>
    </message>
    <message>
        <source>Form it</source>
        <translation>Δημιουργία</translation>
    </message>
    <message>
        <source>The agent broke down again and again. Let it go on only if you know why.</source>
        <translation>Η κεντρική μονάδα σταμάτησε ξανά και ξανά. Αφήστε την να συνεχίσει μόνο αν ξέρετε γιατί.</translation>
    </message>
    <message>
        <source>Let it go on</source>
        <translation>Να συνεχίσει</translation>
    </message>
    <message>
        <source>%1 hands this home over to %2, and everything on the list was shown to work. The box writes and signs the report of it.</source>
        <translation>%1: παραδίδει αυτό το σπίτι σε %2, και όλα στη λίστα φάνηκε ότι λειτουργούν. Η συσκευή γράφει και υπογράφει την έκθεση.</translation>
    </message>
    <message>
        <source>Hand it over</source>
        <translation>Παράδοση</translation>
    </message>
    <message>
        <source>%1 leaves the network; to come back it is paired again.</source>
        <translation>Η συσκευή %1 φεύγει από το δίκτυο· για να επιστρέψει, συνδέεται ξανά.</translation>
    </message>
    <message>
        <source>Send it away</source>
        <translation>Αποχώρηση</translation>
    </message>
    <message>
        <source>Open for a minute</source>
        <translation>Άνοιγμα για ένα λεπτό</translation>
    </message>
    <message>
        <source>%1 loses its task. What it counted so far stays counted.</source>
        <translation>Το %1 χάνει τον ρόλο του. Όσα μέτρησε ως τώρα μένουν.</translation>
    </message>
    <message>
        <source>Take it away</source>
        <translation>Αφαίρεση</translation>
    </message>
    <message>
        <source>%1 has this task now. %2 takes its place: a meter exchange. What was counted so far stays counted.</source>
        <translation>Το %1 έχει τώρα αυτόν τον ρόλο. Το %2 παίρνει τη θέση του: αλλαγή μετρητή. Όσα μετρήθηκαν ως τώρα μένουν.</translation>
    </message>
    <message>
        <source>Exchange them</source>
        <translation>Αλλαγή</translation>
    </message>
    <message>
        <source>The agent does not answer.</source>
        <translation>Η κεντρική μονάδα δεν απαντά.</translation>
    </message>
    <message>
        <source>Asking the agent …</source>
        <translation>Ερώτηση στην κεντρική μονάδα …</translation>
    </message>
    <message>
        <source>This is for whoever installs meters and relays. The household&apos;s own pages need nothing from here.</source>
        <translation>Αυτό είναι για όποιον εγκαθιστά μετρητές και διακόπτες. Οι σελίδες του σπιτιού δεν χρειάζονται τίποτα από εδώ.</translation>
    </message>
    <message>
        <source>No installer&apos;s PIN is set, so this screen may not install anything. An installer sets one at the agent&apos;s command line: gridhearth pin set --installer.</source>
        <translation>Δεν έχει οριστεί PIN εγκαταστάτη, άρα αυτή η οθόνη δεν μπορεί να εγκαταστήσει τίποτα. Ορίζεται στη γραμμή εντολών της κεντρικής μονάδας: gridhearth pin set --installer.</translation>
    </message>
    <message>
        <source>Next: %1</source>
        <translation>Επόμενο: %1</translation>
    </message>
    <message>
        <source>The operator scans this, and must see the number %1.</source>
        <translation>Ο διαχειριστής το σαρώνει και πρέπει να δει τον αριθμό %1.</translation>
    </message>
    <message>
        <source>Form a network</source>
        <translation>Δημιουργία δικτύου</translation>
    </message>
    <message>
        <source>Write a backup</source>
        <translation>Εγγραφή αντιγράφου</translation>
    </message>
    <message>
        <source>One device may join with its own code: %1 left.</source>
        <translation>Μία συσκευή μπορεί να μπει με δικό της κωδικό: απομένουν %1.</translation>
    </message>
    <message>
        <source>Any device may join for %1 more.</source>
        <translation>Οποιαδήποτε συσκευή μπορεί να μπει για %1 ακόμη.</translation>
    </message>
    <message>
        <source>Let nobody in any more</source>
        <translation>Καμία άλλη συσκευή</translation>
    </message>
    <message>
        <source>Let the agent go on</source>
        <translation>Να συνεχίσει η κεντρική μονάδα</translation>
    </message>
    <message>
        <source>Hand the screen to the household now: it types its PIN twice, and you look away.</source>
        <translation>Δώστε τώρα την οθόνη στο νοικοκυριό: πληκτρολογεί το PIN του δύο φορές, και εσείς κοιτάτε αλλού.</translation>
    </message>
    <message>
        <source>The household chooses its PIN</source>
        <translation>Το νοικοκυριό διαλέγει το PIN του</translation>
    </message>
    <message>
        <source>Write the report</source>
        <translation>Σύνταξη έκθεσης</translation>
    </message>
    <message>
        <source>Lock this page</source>
        <translation>Κλείδωμα σελίδας</translation>
    </message>
    <message>
        <source>Enter both names</source>
        <translation>Εισαγωγή των δύο ονομάτων</translation>
    </message>
    <message>
        <source>The next one&apos;s code</source>
        <translation>Κωδικός του επόμενου</translation>
    </message>
    <message>
        <source>Enter its code</source>
        <translation>Εισαγωγή κωδικού</translation>
    </message>
    <message>
        <source>A device with an install code joins safely: enter the code that is printed on it.</source>
        <translation>Μια συσκευή με κωδικό εγκατάστασης συνδέεται με ασφάλεια: δώστε τον κωδικό που είναι τυπωμένος πάνω της.</translation>
    </message>
    <message>
        <source>Only for a device without a code: open joining through one router near it.</source>
        <translation>Μόνο για συσκευή χωρίς κωδικό: ανοίξτε την είσοδο από έναν κοντινό δρομολογητή.</translation>
    </message>
    <message>
        <source>Take a load of known power, such as a kettle. The check says when to switch it on.</source>
        <translation>Πάρτε ένα φορτίο γνωστής ισχύος, π.χ. βραστήρα. Ο έλεγχος λέει πότε να το ανάψετε.</translation>
    </message>
    <message>
        <source>✓ The last check passed.</source>
        <translation>✓ Ο τελευταίος έλεγχος πέτυχε.</translation>
    </message>
    <message>
        <source>⚠ The last check did not pass.</source>
        <translation>⚠ Ο τελευταίος έλεγχος απέτυχε.</translation>
    </message>
    <message>
        <source>Turn it round, then check again</source>
        <translation>Αντιστρέψτε και ελέγξτε ξανά</translation>
    </message>
    <message>
        <source>The meter says %1 now.</source>
        <translation>Ο μετρητής λέει τώρα %1.</translation>
    </message>
    <message>
        <source>End the check</source>
        <translation>Τέλος ελέγχου</translation>
    </message>
    <message>
        <source>The load is on</source>
        <translation>Το φορτίο άναψε</translation>
    </message>
    <message>
        <source>Radio</source>
        <translation>Ασύρματος</translation>
    </message>
    <message>
        <source>Pair</source>
        <translation>Σύνδεση</translation>
    </message>
    <message>
        <source>Tasks</source>
        <translation>Ρόλοι</translation>
    </message>
    <message>
        <source>Check</source>
        <translation>Έλεγχος</translation>
    </message>
    <message>
        <source>Relays</source>
        <translation>Διακόπτες</translation>
    </message>
    <message>
        <source>Backup</source>
        <translation>Αντίγραφο</translation>
    </message>
    <message>
        <source>This home has no radio; its meters are named in the agent&apos;s settings.</source>
        <translation>Αυτό το σπίτι δεν έχει ασύρματο· οι μετρητές του ορίζονται στις ρυθμίσεις της κεντρικής μονάδας.</translation>
    </message>
    <message>
        <source>The radio works on channel %1.</source>
        <translation>Ο ασύρματος λειτουργεί στο κανάλι %1.</translation>
    </message>
    <message>
        <source>The stick works and has no network yet. Restore this home&apos;s backup if there is one (gridhearth radio restore); else form a new network.</source>
        <translation>Ο προσαρμογέας λειτουργεί αλλά δεν έχει ακόμη δίκτυο. Επαναφέρετε το αντίγραφο αυτού του σπιτιού αν υπάρχει (gridhearth radio restore)· αλλιώς δημιουργήστε νέο δίκτυο.</translation>
    </message>
    <message>
        <source>Not ready yet: %1.</source>
        <translation>Δεν είναι ακόμη έτοιμα: %1.</translation>
    </message>
    <message>
        <source>No device is in the network yet.</source>
        <translation>Καμία συσκευή στο δίκτυο ακόμη.</translation>
    </message>
    <message>
        <source>One device is in the network.</source>
        <translation>Μία συσκευή στο δίκτυο.</translation>
    </message>
    <message>
        <source>%1 devices are in the network.</source>
        <translation>%1 συσκευές στο δίκτυο.</translation>
    </message>
    <message>
        <source>No meter counts what is drawn from the grid; without it nothing is traded.</source>
        <translation>Κανένας μετρητής δεν μετρά τι αντλείται από το δίκτυο· χωρίς αυτόν δεν γίνονται συναλλαγές.</translation>
    </message>
    <message>
        <source>Without a task: %1. Give them one, or leave them.</source>
        <translation>Χωρίς ρόλο: %1. Δώστε τους έναν ή αφήστε τα.</translation>
    </message>
    <message>
        <source>Every meter and relay has its task.</source>
        <translation>Κάθε μετρητής και διακόπτης έχει τον ρόλο του.</translation>
    </message>
    <message>
        <source>The last check found something wrong.</source>
        <translation>Ο τελευταίος έλεγχος βρήκε κάτι λάθος.</translation>
    </message>
    <message>
        <source>First give a meter its task.</source>
        <translation>Δώστε πρώτα σε έναν μετρητή τον ρόλο του.</translation>
    </message>
    <message>
        <source>Not checked with a load yet: %1.</source>
        <translation>Δεν έχει ελεγχθεί ακόμη με φορτίο: %1.</translation>
    </message>
    <message>
        <source>The newest backup has every device of the network.</source>
        <translation>Το νεότερο αντίγραφο περιέχει όλες τις συσκευές του δικτύου.</translation>
    </message>
    <message>
        <source>Every meter counts a known load rightly.</source>
        <translation>Κάθε μετρητής μετρά σωστά ένα γνωστό φορτίο.</translation>
    </message>
    <message>
        <source>There is no relay to test.</source>
        <translation>Δεν υπάρχει διακόπτης για έλεγχο.</translation>
    </message>
    <message>
        <source>Switch on and off, and look at the load: %1.</source>
        <translation>Ανάψτε και σβήστε, και δείτε το φορτίο: %1.</translation>
    </message>
    <message>
        <source>Every relay confirmed on and off.</source>
        <translation>Κάθε διακόπτης επιβεβαίωσε άναμμα και σβήσιμο.</translation>
    </message>
    <message>
        <source>Without a radio there is no network to keep.</source>
        <translation>Χωρίς ασύρματο δεν υπάρχει δίκτυο προς φύλαξη.</translation>
    </message>
    <message>
        <source>Write a sealed backup of the network after the last device was paired. With it a new stick takes over, and no device has to be paired again. Keep its key apart from it.</source>
        <translation>Γράψτε σφραγισμένο αντίγραφο του δικτύου αφού συνδεθεί η τελευταία συσκευή. Με αυτό αναλαμβάνει νέος προσαρμογέας και καμία συσκευή δεν συνδέεται ξανά. Φυλάξτε το κλειδί του χωριστά.</translation>
    </message>
    <message>
        <source>joined</source>
        <translation>μπήκε</translation>
    </message>
    <message>
        <source>is asked what it is</source>
        <translation>ερωτάται τι είναι</translation>
    </message>
    <message>
        <source>is set up</source>
        <translation>ρυθμίζεται</translation>
    </message>
    <message>
        <source>is ready</source>
        <translation>είναι έτοιμο</translation>
    </message>
    <message>
        <source>was refused</source>
        <translation>απορρίφθηκε</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>απέτυχε</translation>
    </message>
    <message>
        <source>left</source>
        <translation>έφυγε</translation>
    </message>
    <message>
        <source>Open here</source>
        <translation>Άνοιγμα εδώ</translation>
    </message>
    <message>
        <source>Ask again</source>
        <translation>Ξανά ερώτηση</translation>
    </message>
    <message>
        <source>Set up again</source>
        <translation>Ξανά ρύθμιση</translation>
    </message>
    <message>
        <source>Send away</source>
        <translation>Αποχώρηση</translation>
    </message>
    <message>
        <source>Relay</source>
        <translation>Διακόπτης</translation>
    </message>
    <message>
        <source>Grid</source>
        <translation>Δίκτυο</translation>
    </message>
    <message>
        <source>Made</source>
        <translation>Παραγωγή</translation>
    </message>
    <message>
        <source>Store</source>
        <translation>Μπαταρία</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Όνομα</translation>
    </message>
    <message>
        <source>Turn round</source>
        <translation>Αντιστροφή</translation>
    </message>
    <message>
        <source>No task</source>
        <translation>Χωρίς ρόλο</translation>
    </message>
    <message>
        <source>Check it</source>
        <translation>Έλεγχος</translation>
    </message>
    <message>
        <source>On</source>
        <translation>Ναι</translation>
    </message>
    <message>
        <source>Off</source>
        <translation>Όχι</translation>
    </message>
    <message>
        <source>Surplus</source>
        <translation>Πλεόνασμα</translation>
    </message>
    <message>
        <source>This home&apos;s address: %1</source>
        <translation>Διεύθυνση αυτού του σπιτιού: %1</translation>
    </message>
    <message>
        <source>Its report key: %1</source>
        <translation>Το κλειδί αναφορών του: %1</translation>
    </message>
    <message>
        <source>✓ done</source>
        <translation>✓ έγινε</translation>
    </message>
    <message>
        <source>Box</source>
        <translation>Συσκευή</translation>
    </message>
    <message>
        <source>Identity</source>
        <translation>Ταυτότητα</translation>
    </message>
    <message>
        <source>Meters</source>
        <translation>Μετρητές</translation>
    </message>
    <message>
        <source>Market</source>
        <translation>Αγορά</translation>
    </message>
    <message>
        <source>PIN</source>
        <translation>PIN</translation>
    </message>
    <message>
        <source>Handover</source>
        <translation>Παράδοση</translation>
    </message>
    <message>
        <source>The box is as it should be.</source>
        <translation>Η συσκευή είναι όπως πρέπει.</translation>
    </message>
    <message>
        <source>This home is a member of the market.</source>
        <translation>Αυτό το σπίτι είναι μέλος της αγοράς.</translation>
    </message>
    <message>
        <source>Nothing is missing here.</source>
        <translation>Δεν λείπει τίποτα εδώ.</translation>
    </message>
    <message>
        <source>Everything works.</source>
        <translation>Όλα λειτουργούν.</translation>
    </message>
    <message>
        <source>– not needed</source>
        <translation>– δεν χρειάζεται</translation>
    </message>
    <message>
        <source>○ to do</source>
        <translation>○ εκκρεμεί</translation>
    </message>
    <message>
        <source>⚠ trouble</source>
        <translation>⚠ πρόβλημα</translation>
    </message>
    <message>
        <source>on ✓</source>
        <translation>ανοικτό ✓</translation>
    </message>
    <message>
        <source>off ✓</source>
        <translation>κλειστό ✓</translation>
    </message>
    <message>
        <source>not tested yet</source>
        <translation>χωρίς έλεγχο ακόμη</translation>
    </message>
</context>
<context>
    <name>link</name>
    <message>
        <source>The agent does not answer.</source>
        <translation>Η κεντρική μονάδα δεν απαντά.</translation>
    </message>
    <message>
        <source>Too much is being asked already.</source>
        <translation>Ζητούνται ήδη πάρα πολλά.</translation>
    </message>
    <message>
        <source>What answers at the agent&apos;s socket is not the agent.</source>
        <translation>Αυτό που απαντά στη θέση της κεντρικής μονάδας δεν είναι αυτή.</translation>
    </message>
    <message>
        <source>The agent could not be understood: %1.</source>
        <translation>Η κεντρική μονάδα δεν ήταν κατανοητή: %1.</translation>
    </message>
    <message>
        <source>This screen may not open the agent&apos;s socket; ask the installer.</source>
        <translation>Αυτή η οθόνη δεν επιτρέπεται να μιλήσει με την κεντρική μονάδα· ρωτήστε τον εγκαταστάτη.</translation>
    </message>
    <message>
        <source>The agent is not running.</source>
        <translation>Η κεντρική μονάδα δεν λειτουργεί.</translation>
    </message>
    <message>
        <source>The agent went away; what was asked may or may not be done.</source>
        <translation>Η κεντρική μονάδα χάθηκε· ό,τι ζητήθηκε ίσως έγινε, ίσως όχι.</translation>
    </message>
    <message>
        <source>The agent did not answer in time; look before you try again.</source>
        <translation>Η κεντρική μονάδα δεν απάντησε εγκαίρως· ελέγξτε πριν ξαναδοκιμάσετε.</translation>
    </message>
    <message>
        <source>The agent is there but says nothing.</source>
        <translation>Η κεντρική μονάδα είναι εκεί αλλά δεν λέει τίποτα.</translation>
    </message>
</context>
<context>
    <name>names</name>
    <message>
        <source>House</source>
        <translation>Σπίτι</translation>
    </message>
    <message>
        <source>Roof</source>
        <translation>Στέγη</translation>
    </message>
    <message>
        <source>Cellar</source>
        <translation>Υπόγειο</translation>
    </message>
    <message>
        <source>Garage</source>
        <translation>Γκαράζ</translation>
    </message>
    <message>
        <source>Kitchen</source>
        <translation>Κουζίνα</translation>
    </message>
    <message>
        <source>Hall</source>
        <translation>Διάδρομος</translation>
    </message>
    <message>
        <source>Living room</source>
        <translation>Σαλόνι</translation>
    </message>
    <message>
        <source>Bedroom</source>
        <translation>Υπνοδωμάτιο</translation>
    </message>
    <message>
        <source>Bathroom</source>
        <translation>Μπάνιο</translation>
    </message>
    <message>
        <source>Office</source>
        <translation>Γραφείο</translation>
    </message>
    <message>
        <source>Garden</source>
        <translation>Κήπος</translation>
    </message>
    <message>
        <source>Shed</source>
        <translation>Αποθήκη</translation>
    </message>
    <message>
        <source>Battery</source>
        <translation>Μπαταρία</translation>
    </message>
    <message>
        <source>Hot water</source>
        <translation>Ζεστό νερό</translation>
    </message>
    <message>
        <source>Heat pump</source>
        <translation>Θερμαντλία</translation>
    </message>
    <message>
        <source>Car</source>
        <translation>Αυτοκίνητο</translation>
    </message>
    <message>
        <source>Oven</source>
        <translation>Φούρνος</translation>
    </message>
    <message>
        <source>Washing machine</source>
        <translation>Πλυντήριο</translation>
    </message>
    <message>
        <source>Fridge</source>
        <translation>Ψυγείο</translation>
    </message>
    <message>
        <source>Pump</source>
        <translation>Αντλία</translation>
    </message>
</context>
<context>
    <name>pads</name>
    <message>
        <source>The install code printed on the device</source>
        <translation>Ο κωδικός εγκατάστασης πάνω στη συσκευή</translation>
    </message>
    <message>
        <source>The device&apos;s address, printed beside it</source>
        <translation>Η διεύθυνση της συσκευής, τυπωμένη δίπλα</translation>
    </message>
    <message>
        <source>The installer&apos;s name</source>
        <translation>Όνομα εγκαταστάτη</translation>
    </message>
    <message>
        <source>The customer&apos;s name</source>
        <translation>Όνομα πελάτη</translation>
    </message>
</context>
<context>
    <name>pin</name>
    <message>
        <source>The agent does not answer.</source>
        <translation>Η κεντρική μονάδα δεν απαντά.</translation>
    </message>
    <message>
        <source>Nothing was changed.</source>
        <translation>Δεν άλλαξε τίποτα.</translation>
    </message>
    <message>
        <source>The two were not the same. Choose again.</source>
        <translation>Τα δύο δεν ήταν ίδια. Επιλέξτε ξανά.</translation>
    </message>
    <message>
        <source>Too many wrong tries. Wait %1.</source>
        <translation>Πολλές λάθος προσπάθειες. Περιμένετε %1.</translation>
    </message>
    <message>
        <source>Installer&apos;s PIN</source>
        <translation>PIN εγκαταστάτη</translation>
    </message>
    <message>
        <source>Your PIN</source>
        <translation>Το PIN σας</translation>
    </message>
    <message>
        <source>Your PIN as it is</source>
        <translation>Το τωρινό σας PIN</translation>
    </message>
    <message>
        <source>A new PIN, 4 to 8 digits</source>
        <translation>Νέο PIN, 4 έως 8 ψηφία</translation>
    </message>
    <message>
        <source>The new PIN again</source>
        <translation>Το νέο PIN ξανά</translation>
    </message>
    <message>
        <source>Looking is free; changing something needs the PIN.</source>
        <translation>Για να δείτε είναι ελεύθερα· για αλλαγές χρειάζεται το PIN.</translation>
    </message>
    <message>
        <source>Then everybody who stands here may sell and buy.</source>
        <translation>Τότε όποιος στέκεται εδώ μπορεί να πουλά και να αγοράζει.</translation>
    </message>
    <message>
        <source>It guards this screen against a passing hand.</source>
        <translation>Προστατεύει την οθόνη από ένα περαστικό χέρι.</translation>
    </message>
</context>
<context>
    <name>settings</name>
    <message>
        <source>%1 s</source>
        <translation>%1 δ</translation>
    </message>
    <message>
        <source>%1 min</source>
        <translation>%1 λεπτά</translation>
    </message>
    <message>
        <source>The screen dims when nobody touches it, at any hour.</source>
        <translation>Η οθόνη χαμηλώνει όταν δεν την αγγίζει κανείς, όλες τις ώρες.</translation>
    </message>
    <message>
        <source>The night begins when it ends, so there is none.</source>
        <translation>Η νύχτα αρχίζει όταν τελειώνει, άρα δεν υπάρχει.</translation>
    </message>
    <message>
        <source>From %1 to %2 the screen goes dark when nobody touches it. It is not broken: touch it once and it wakes. That touch presses nothing.</source>
        <translation>Από %1 έως %2 η οθόνη σκοτεινιάζει όταν δεν την αγγίζει κανείς. Δεν χάλασε: αγγίξτε τη μία φορά και ξυπνά. Αυτό το άγγιγμα δεν πατά τίποτα.</translation>
    </message>
    <message>
        <source>The agent</source>
        <translation>Ο πράκτορας</translation>
    </message>
    <message>
        <source>This screen</source>
        <translation>Αυτή η οθόνη</translation>
    </message>
    <message>
        <source>This home&apos;s address on the chain</source>
        <translation>Η διεύθυνση του σπιτιού στην αλυσίδα</translation>
    </message>
    <message>
        <source>Licence</source>
        <translation>Άδεια</translation>
    </message>
    <message>
        <source>GNU General Public License 3 or later. You may use, study, share and improve it.</source>
        <translation>GNU General Public License 3 ή νεότερη. Μπορείτε να το χρησιμοποιείτε, να το μελετάτε, να το μοιράζεστε και να το βελτιώνετε.</translation>
    </message>
    <message>
        <source>Also in it</source>
        <translation>Περιέχει επίσης</translation>
    </message>
    <message>
        <source>The agent last answered</source>
        <translation>Τελευταία απάντηση</translation>
    </message>
</context>
<context>
    <name>status</name>
    <message>
        <source>The chain contradicts itself. Trading has stopped.</source>
        <translation>Η αλυσίδα αντιφάσκει. Οι συναλλαγές σταμάτησαν.</translation>
    </message>
    <message>
        <source>Call the market&apos;s operator.</source>
        <translation>Καλέστε τον διαχειριστή της αγοράς.</translation>
    </message>
    <message>
        <source>The agent does not answer.</source>
        <translation>Η κεντρική μονάδα δεν απαντά.</translation>
    </message>
    <message>
        <source>Last seen %1.</source>
        <translation>Τελευταία φορά: %1.</translation>
    </message>
</context>
<context>
    <name>storage</name>
    <message>
        <source>This home takes no part in the storage market.</source>
        <translation>Αυτό το σπίτι δεν συμμετέχει στην αγορά αποθήκευσης.</translation>
    </message>
    <message>
        <source>of %1</source>
        <translation>από %1</translation>
    </message>
    <message>
        <source>nothing is open</source>
        <translation>τίποτα ανοιχτό</translation>
    </message>
    <message>
        <source>report is due</source>
        <translation>η αναφορά οφείλεται</translation>
    </message>
    <message>
        <source>report in %1</source>
        <translation>αναφορά σε %1</translation>
    </message>
    <message>
        <source>The battery&apos;s owner gets %1 of it</source>
        <translation>Ο ιδιοκτήτης της μπαταρίας παίρνει %1</translation>
    </message>
    <message>
        <source>nothing is locked</source>
        <translation>τίποτα δεσμευμένο</translation>
    </message>
    <message>
        <source>%1 locked</source>
        <translation>%1 δεσμευμένα</translation>
    </message>
    <message>
        <source>Not known what it does now</source>
        <translation>Δεν είναι γνωστό τι κάνει τώρα</translation>
    </message>
    <message>
        <source>Resting</source>
        <translation>Ηρεμεί</translation>
    </message>
    <message>
        <source>Charging with %1</source>
        <translation>Φορτίζει με %1</translation>
    </message>
    <message>
        <source>Giving %1</source>
        <translation>Δίνει %1</translation>
    </message>
    <message>
        <source>%1 into the battery</source>
        <translation>%1 στην μπαταρία</translation>
    </message>
    <message>
        <source>%1 out of the battery</source>
        <translation>%1 από την μπαταρία</translation>
    </message>
    <message>
        <source>%1 in the battery</source>
        <translation>%1 στην μπαταρία</translation>
    </message>
    <message>
        <source>waits</source>
        <translation>περιμένει</translation>
    </message>
    <message>
        <source>sent</source>
        <translation>στάλθηκε</translation>
    </message>
    <message>
        <source>in a block</source>
        <translation>σε μπλοκ</translation>
    </message>
    <message>
        <source>accepted</source>
        <translation>έγινε δεκτό</translation>
    </message>
    <message>
        <source>refused</source>
        <translation>απορρίφθηκε</translation>
    </message>
    <message>
        <source>had no effect</source>
        <translation>χωρίς αποτέλεσμα</translation>
    </message>
    <message>
        <source>Your session</source>
        <translation>Η συνεδρία σας</translation>
    </message>
    <message>
        <source>Session of %1</source>
        <translation>Συνεδρία του %1</translation>
    </message>
    <message>
        <source>until %1</source>
        <translation>έως %1</translation>
    </message>
</context>
<context>
    <name>street</name>
    <message>
        <source>The street comes from the agent.</source>
        <translation>Η γειτονιά έρχεται από την κεντρική μονάδα.</translation>
    </message>
    <message>
        <source>This agent cannot show that yet; update it.</source>
        <translation>Αυτή η κεντρική μονάδα δεν μπορεί ακόμη να το δείξει· ενημερώστε τη.</translation>
    </message>
    <message>
        <source>Asking the agent …</source>
        <translation>Ερώτηση στην κεντρική μονάδα …</translation>
    </message>
    <message>
        <source>%1 trades, together %2.</source>
        <translation>%1 συναλλαγές, μαζί %2.</translation>
    </message>
    <message>
        <source>One trade, %2.</source>
        <translation>Μία συναλλαγή, %2.</translation>
    </message>
    <message>
        <source>Nobody traded.</source>
        <translation>Κανείς δεν συναλλάχθηκε.</translation>
    </message>
    <message>
        <source>Your home was not among them.</source>
        <translation>Το σπίτι σας δεν ήταν ανάμεσά τους.</translation>
    </message>
    <message>
        <source>The street&apos;s network is not known yet.</source>
        <translation>Το δίκτυο της γειτονιάς δεν είναι ακόμη γνωστό.</translation>
    </message>
    <message>
        <source>you sold %1 · %2 away</source>
        <translation>πουλήσατε %1 · απόσταση %2</translation>
    </message>
    <message>
        <source>you bought %1 · %2 away</source>
        <translation>αγοράσατε %1 · απόσταση %2</translation>
    </message>
    <message>
        <source>Round %1</source>
        <translation>Γύρος %1</translation>
    </message>
    <message>
        <source>Round of %1</source>
        <translation>Γύρος των %1</translation>
    </message>
    <message>
        <source>They meet at %1.</source>
        <translation>Συναντώνται στα %1.</translation>
    </message>
    <message>
        <source>The result is not there yet.</source>
        <translation>Το αποτέλεσμα δεν ήρθε ακόμη.</translation>
    </message>
    <message>
        <source>The round was cancelled; nobody pays anything.</source>
        <translation>Ο γύρος ακυρώθηκε· κανείς δεν πληρώνει τίποτα.</translation>
    </message>
    <message>
        <source>They do not meet: nobody traded.</source>
        <translation>Δεν συναντώνται: κανείς δεν συναλλάχθηκε.</translation>
    </message>
    <message>
        <source>%1 orders.</source>
        <translation>%1 εντολές.</translation>
    </message>
    <message>
        <source>✓ Proven on the chain, block %1.</source>
        <translation>✓ Αποδεδειγμένο στην αλυσίδα, μπλοκ %1.</translation>
    </message>
    <message>
        <source>Nobody ordered.</source>
        <translation>Κανείς δεν έδωσε εντολή.</translation>
    </message>
    <message>
        <source>Your home had no order.</source>
        <translation>Το σπίτι σας δεν είχε εντολή.</translation>
    </message>
    <message>
        <source>You: sell up to %1 for at least %2.</source>
        <translation>Εσείς: πώληση έως %1 για τουλάχιστον %2.</translation>
    </message>
    <message>
        <source>You: buy up to %1 for at most %2.</source>
        <translation>Εσείς: αγορά έως %1 για το πολύ %2.</translation>
    </message>
    <message>
        <source>Last price: %1, at %2.</source>
        <translation>Τελευταία τιμή: %1, στις %2.</translation>
    </message>
    <message>
        <source>Between %1 and %2.</source>
        <translation>Μεταξύ %1 και %2.</translation>
    </message>
    <message>
        <source>In %1 of %2 rounds nobody traded.</source>
        <translation>Σε %1 από %2 γύρους κανείς δεν συναλλάχθηκε.</translation>
    </message>
    <message>
        <source>● Rounds in which you traded.</source>
        <translation>● Γύροι με δική σας συναλλαγή.</translation>
    </message>
    <message>
        <source>No round has had a price yet.</source>
        <translation>Κανένας γύρος δεν είχε ακόμη τιμή.</translation>
    </message>
    <message>
        <source>The agent&apos;s answer could not be understood: %1.</source>
        <translation>Η απάντηση της κεντρικής μονάδας δεν ήταν κατανοητή: %1.</translation>
    </message>
</context>
<context>
    <name>texts</name>
    <message>
        <source>at %1</source>
        <translation>στις %1</translation>
    </message>
    <message>
        <source>just now</source>
        <translation>μόλις τώρα</translation>
    </message>
    <message>
        <source>%1 s ago</source>
        <translation>πριν %1 δ</translation>
    </message>
    <message>
        <source>%1 min ago</source>
        <translation>πριν %1 λεπτά</translation>
    </message>
    <message>
        <source>%1 h ago</source>
        <translation>πριν %1 ώρες</translation>
    </message>
</context>
<context>
    <name>trade</name>
    <message>
        <source>No forecast yet</source>
        <translation>Καμία πρόβλεψη ακόμη</translation>
    </message>
    <message>
        <source>Left over: about %1</source>
        <translation>Περισσεύει: περίπου %1</translation>
    </message>
    <message>
        <source>Missing: about %1</source>
        <translation>Λείπει: περίπου %1</translation>
    </message>
    <message>
        <source>The agent decides</source>
        <translation>Αποφασίζει η μονάδα</translation>
    </message>
    <message>
        <source>about %1</source>
        <translation>≈ %1</translation>
    </message>
    <message>
        <source>Preferably within (1 home)</source>
        <translation>Κατά προτίμηση έως (1 σπίτι)</translation>
    </message>
    <message>
        <source>Preferably within (%1 homes)</source>
        <translation>Κατά προτίμηση έως (%1 σπίτια)</translation>
    </message>
    <message>
        <source>anywhere</source>
        <translation>παντού</translation>
    </message>
    <message>
        <source>Next round</source>
        <translation>Επόμενος γύρος</translation>
    </message>
    <message>
        <source>Round closes in</source>
        <translation>Κλείνει σε</translation>
    </message>
    <message>
        <source>Next round in</source>
        <translation>Νέος γύρος σε</translation>
    </message>
    <message>
        <source>The agent does not answer.</source>
        <translation>Η κεντρική μονάδα δεν απαντά.</translation>
    </message>
    <message>
        <source>One thing has to be corrected</source>
        <translation>Ένα πράγμα θέλει διόρθωση</translation>
    </message>
    <message>
        <source>%1 things have to be corrected</source>
        <translation>%1 πράγματα θέλουν διόρθωση</translation>
    </message>
    <message>
        <source>Then press Update Values.</source>
        <translation>Μετά πατήστε Διόρθωση.</translation>
    </message>
    <message>
        <source>Selling needs a surplus.</source>
        <translation>Για πώληση χρειάζεται πλεόνασμα.</translation>
    </message>
    <message>
        <source>Set Values replaces it</source>
        <translation>Η Καταχώριση την αντικαθιστά</translation>
    </message>
    <message>
        <source>Waiting for the next round, %1</source>
        <translation>Αναμονή επόμενου γύρου, %1</translation>
    </message>
    <message>
        <source>Press Start to begin.</source>
        <translation>Πατήστε Έναρξη.</translation>
    </message>
    <message>
        <source>Opt in to take part in trading.</source>
        <translation>Επιλέξτε Συμμετοχή για συναλλαγές.</translation>
    </message>
    <message>
        <source>Choose whether to sell or to buy.</source>
        <translation>Επιλέξτε πώληση ή αγορά.</translation>
    </message>
    <message>
        <source>Choose who decides the amount: you or the agent.</source>
        <translation>Επιλέξτε ποιος αποφασίζει την ποσότητα: εσείς ή η μονάδα.</translation>
    </message>
    <message>
        <source>Set the range of prices.</source>
        <translation>Ορίστε το εύρος τιμών.</translation>
    </message>
    <message>
        <source>Set the amount.</source>
        <translation>Ορίστε την ποσότητα.</translation>
    </message>
    <message>
        <source>Everything is chosen. Press Set Values.</source>
        <translation>Όλα επιλέχθηκαν. Πατήστε Καταχώριση.</translation>
    </message>
    <message>
        <source>Nothing more to do here.</source>
        <translation>Δεν μένει τίποτα άλλο εδώ.</translation>
    </message>
    <message>
        <source>Last rounds: %1 to %2, the last one %3</source>
        <translation>Τελευταίοι γύροι: %1 έως %2, ο τελευταίος %3</translation>
    </message>
    <message>
        <source>Sell</source>
        <translation>Πώληση</translation>
    </message>
    <message>
        <source>Buy</source>
        <translation>Αγορά</translation>
    </message>
    <message>
        <source>Sell what is left over for at least %2</source>
        <translation>Πώληση ό,τι περισσεύει για τουλάχιστον %2</translation>
    </message>
    <message>
        <source>Buy what is missing for at most %2</source>
        <translation>Αγορά ό,τι λείπει για το πολύ %2</translation>
    </message>
    <message>
        <source>Sell up to %1 for at least %2</source>
        <translation>Πώληση έως %1 για τουλάχιστον %2</translation>
    </message>
    <message>
        <source>Buy up to %1 for at most %2</source>
        <translation>Αγορά έως %1 για το πολύ %2</translation>
    </message>
    <message>
        <source>The agent has not said yet what this brings or costs.</source>
        <translation>Η κεντρική μονάδα δεν είπε ακόμη τι αποφέρει ή κοστίζει.</translation>
    </message>
    <message>
        <source>All of it sold brings %1 or more.</source>
        <translation>Αν πουληθούν όλα, αποφέρουν %1 ή περισσότερα.</translation>
    </message>
    <message>
        <source>All of it bought costs %1 or less.</source>
        <translation>Αν αγοραστούν όλα, κοστίζουν %1 ή λιγότερα.</translation>
    </message>
    <message>
        <source>At worst it costs %1: the network charge may be above the price.</source>
        <translation>Στη χειρότερη κοστίζει %1: το τέλος δικτύου μπορεί να ξεπερνά την τιμή.</translation>
    </message>
    <message>
        <source>It can never cost more than %1; so much is held ready.</source>
        <translation>Δεν μπορεί ποτέ να κοστίσει πάνω από %1· τόσα δεσμεύονται.</translation>
    </message>
    <message>
        <source>Network charge with a partner %1 away: %2.</source>
        <translation>Τέλος δικτύου με συναλλασσόμενο σε απόσταση %1: %2.</translation>
    </message>
    <message>
        <source>It waits for the next round, which opens in %1.</source>
        <translation>Περιμένει τον επόμενο γύρο, που ανοίγει σε %1.</translation>
    </message>
    <message>
        <source>It replaces your order of this round: %1.</source>
        <translation>Αντικαθιστά την εντολή σας αυτού του γύρου: %1.</translation>
    </message>
    <message>
        <source>It is repeated every round until you stop it.</source>
        <translation>Επαναλαμβάνεται σε κάθε γύρο μέχρι να το σταματήσετε.</translation>
    </message>
    <message>
        <source>The agent decides the amount anew each round.</source>
        <translation>Η κεντρική μονάδα αποφασίζει ξανά την ποσότητα σε κάθε γύρο.</translation>
    </message>
    <message>
        <source>If you deliver only %1 of %2 you get %3 less, %4 of it as a penalty.</source>
        <translation>Αν παραδώσετε μόνο %1 από %2, παίρνετε %3 λιγότερα, από αυτά %4 ως ποινή.</translation>
    </message>
    <message>
        <source>If you use only %1 of %2 you pay a penalty of %4.</source>
        <translation>Αν χρησιμοποιήσετε μόνο %1 από %2, πληρώνετε ποινή %4.</translation>
    </message>
</context>
<context>
    <name>way</name>
    <message>
        <source>In a block</source>
        <translation>Σε μπλοκ</translation>
    </message>
    <message>
        <source>In block %1</source>
        <translation>Στο μπλοκ %1</translation>
    </message>
    <message>
        <source>Queued</source>
        <translation>Σε σειρά</translation>
    </message>
    <message>
        <source>Sent</source>
        <translation>Στάλθηκε</translation>
    </message>
    <message>
        <source>Final</source>
        <translation>Οριστική</translation>
    </message>
    <message>
        <source>Traded</source>
        <translation>Έγινε</translation>
    </message>
    <message>
        <source>Not traded</source>
        <translation>Δεν έγινε</translation>
    </message>
    <message>
        <source>Round void</source>
        <translation>Άκυρος γύρος</translation>
    </message>
    <message>
        <source>Refused</source>
        <translation>Απορρίφθηκε</translation>
    </message>
    <message>
        <source>Too late</source>
        <translation>Πολύ αργά</translation>
    </message>
    <message>
        <source>Result</source>
        <translation>Αποτέλεσμα</translation>
    </message>
    <message>
        <source>Sells %1 for at least %2</source>
        <translation>Πουλά %1 για τουλάχιστον %2</translation>
    </message>
    <message>
        <source>Buys %1 for at most %2</source>
        <translation>Αγοράζει %1 για το πολύ %2</translation>
    </message>
    <message>
        <source>Being signed</source>
        <translation>Υπογράφεται</translation>
    </message>
    <message>
        <source>Sent, in no block yet</source>
        <translation>Στάλθηκε, σε κανένα μπλοκ ακόμη</translation>
    </message>
    <message>
        <source>Final in block %1</source>
        <translation>Οριστική στο μπλοκ %1</translation>
    </message>
</context>
</TS>
