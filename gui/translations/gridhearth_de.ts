<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de">
<context>
    <name>Alerts</name>
    <message>
        <source>Alerts</source>
        <translation>Meldungen</translation>
    </message>
</context>
<context>
    <name>Amounts</name>
    <message>
        <source>Settlement: who decides</source>
        <translation>Abrechnung: wer entscheidet</translation>
    </message>
    <message>
        <source>Manual</source>
        <translation>Von Hand</translation>
    </message>
    <message>
        <source>Automatic</source>
        <translation>Automatisch</translation>
    </message>
    <message>
        <source>Amount of energy</source>
        <translation>Energiemenge</translation>
    </message>
</context>
<context>
    <name>Battery</name>
    <message>
        <source>Counted in</source>
        <translation>Hinein gezählt</translation>
    </message>
    <message>
        <source>Counted out</source>
        <translation>Heraus gezählt</translation>
    </message>
    <message>
        <source>Not yet reported</source>
        <translation>Noch nicht gemeldet</translation>
    </message>
    <message>
        <source>In the chain&apos;s books</source>
        <translation>In den Büchern der Kette</translation>
    </message>
    <message>
        <source>Nothing was reported yet</source>
        <translation>Noch nichts gemeldet</translation>
    </message>
    <message>
        <source>Report now</source>
        <translation>Jetzt melden</translation>
    </message>
</context>
<context>
    <name>Buttons</name>
    <message>
        <source>Start</source>
        <translation>Start</translation>
    </message>
    <message>
        <source>Reset</source>
        <translation>Zurücksetzen</translation>
    </message>
    <message>
        <source>Set Values</source>
        <translation>Werte setzen</translation>
    </message>
    <message>
        <source>Update Values</source>
        <translation>Werte ändern</translation>
    </message>
</context>
<context>
    <name>Choices</name>
    <message>
        <source>Opt in</source>
        <translation>Mitmachen</translation>
    </message>
    <message>
        <source>Opt out</source>
        <translation>Aussetzen</translation>
    </message>
    <message>
        <source>None</source>
        <translation>Nichts</translation>
    </message>
    <message>
        <source>Sell</source>
        <translation>Verkauf</translation>
    </message>
    <message>
        <source>Buy</source>
        <translation>Kauf</translation>
    </message>
</context>
<context>
    <name>ConfirmSheet</name>
    <message>
        <source>Not now</source>
        <translation>Jetzt nicht</translation>
    </message>
</context>
<context>
    <name>Credit</name>
    <message>
        <source>Energy credit</source>
        <translation>Energieguthaben</translation>
    </message>
    <message>
        <source>Money credit</source>
        <translation>Geldguthaben</translation>
    </message>
    <message>
        <source>1 kWh in brings</source>
        <translation>1 kWh hinein bringt</translation>
    </message>
    <message>
        <source>1 kWh out takes</source>
        <translation>1 kWh heraus kostet</translation>
    </message>
</context>
<context>
    <name>Devices</name>
    <message>
        <source>Devices</source>
        <translation>Geräte</translation>
    </message>
    <message>
        <source>Meters and devices</source>
        <translation>Zähler und Geräte</translation>
    </message>
    <message>
        <source>On</source>
        <translation>Ein</translation>
    </message>
    <message>
        <source>Off</source>
        <translation>Aus</translation>
    </message>
    <message>
        <source>Surplus</source>
        <translation>Überschuss</translation>
    </message>
</context>
<context>
    <name>History</name>
    <message>
        <source>Day</source>
        <translation>Tag</translation>
    </message>
    <message>
        <source>Week</source>
        <translation>Woche</translation>
    </message>
    <message>
        <source>Month</source>
        <translation>Monat</translation>
    </message>
    <message>
        <source>Year</source>
        <translation>Jahr</translation>
    </message>
    <message>
        <source>Energy</source>
        <translation>Energie</translation>
    </message>
    <message>
        <source>Money</source>
        <translation>Geld</translation>
    </message>
</context>
<context>
    <name>Home</name>
    <message>
        <source>Price</source>
        <translation>Preis</translation>
    </message>
    <message>
        <source>touch to see</source>
        <translation>antippen zum Sehen</translation>
    </message>
    <message>
        <source>The last trade is covered.</source>
        <translation>Das letzte Geschäft ist verdeckt.</translation>
    </message>
</context>
<context>
    <name>Information</name>
    <message>
        <source>Information</source>
        <translation>Auskunft</translation>
    </message>
    <message>
        <source>Earlier</source>
        <translation>Früher</translation>
    </message>
    <message>
        <source>Later</source>
        <translation>Später</translation>
    </message>
    <message>
        <source>To be corrected</source>
        <translation>Zu berichtigen</translation>
    </message>
    <message>
        <source>Your choice</source>
        <translation>Ihre Wahl</translation>
    </message>
    <message>
        <source>Trades</source>
        <translation>Geschäfte</translation>
    </message>
    <message>
        <source>Settlement</source>
        <translation>Abrechnung</translation>
    </message>
</context>
<context>
    <name>Installer</name>
    <message>
        <source>Installer</source>
        <translation>Einbau</translation>
    </message>
    <message>
        <source>Enter the installer&apos;s PIN</source>
        <translation>PIN für den Einbau eingeben</translation>
    </message>
    <message>
        <source>A name for %1</source>
        <translation>Ein Name für %1</translation>
    </message>
    <message>
        <source>No name</source>
        <translation>Kein Name</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
</context>
<context>
    <name>Keys</name>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
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
        <translation>Haus</translation>
    </message>
    <message>
        <source>Trade</source>
        <translation>Handel</translation>
    </message>
    <message>
        <source>History</source>
        <translation>Verlauf</translation>
    </message>
    <message>
        <source>Street</source>
        <translation>Straße</translation>
    </message>
    <message>
        <source>More</source>
        <translation>Mehr</translation>
    </message>
</context>
<context>
    <name>More</name>
    <message>
        <source>Alerts</source>
        <translation>Meldungen</translation>
    </message>
    <message>
        <source>Meters and devices</source>
        <translation>Zähler und Geräte</translation>
    </message>
    <message>
        <source>Battery and stored energy</source>
        <translation>Batterie und Speicher</translation>
    </message>
    <message>
        <source>This screen</source>
        <translation>Dieser Bildschirm</translation>
    </message>
    <message>
        <source>Installer</source>
        <translation>Einbau</translation>
    </message>
</context>
<context>
    <name>Neighbourhood</name>
    <message>
        <source>Map</source>
        <translation>Karte</translation>
    </message>
    <message>
        <source>Offers</source>
        <translation>Angebote</translation>
    </message>
    <message>
        <source>Prices</source>
        <translation>Preise</translation>
    </message>
</context>
<context>
    <name>Partners</name>
    <message>
        <source>Repeat every round</source>
        <translation>Jede Runde wiederholen</translation>
    </message>
    <message>
        <source>No</source>
        <translation>Nein</translation>
    </message>
    <message>
        <source>Yes</source>
        <translation>Ja</translation>
    </message>
    <message>
        <source>Preferably within</source>
        <translation>Am liebsten innerhalb von</translation>
    </message>
</context>
<context>
    <name>PinSheet</name>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
</context>
<context>
    <name>Prices</name>
    <message>
        <source>from</source>
        <translation>von</translation>
    </message>
    <message>
        <source>to</source>
        <translation>bis</translation>
    </message>
</context>
<context>
    <name>Sessions</name>
    <message>
        <source>Start a session</source>
        <translation>Sitzung beginnen</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Beenden</translation>
    </message>
</context>
<context>
    <name>Settings</name>
    <message>
        <source>This screen</source>
        <translation>Dieser Bildschirm</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>Sprache</translation>
    </message>
    <message>
        <source>PIN</source>
        <translation>PIN</translation>
    </message>
    <message>
        <source>A PIN is asked for before anything is changed. Looking needs none.</source>
        <translation>Vor jeder Änderung wird nach einer PIN gefragt. Ansehen darf jeder.</translation>
    </message>
    <message>
        <source>Without a PIN everybody who stands here may sell and buy. Looking never needs one.</source>
        <translation>Ohne PIN darf jeder, der hier steht, verkaufen und kaufen. Zum Ansehen braucht es nie eine.</translation>
    </message>
    <message>
        <source>Change the PIN</source>
        <translation>PIN ändern</translation>
    </message>
    <message>
        <source>Set a PIN</source>
        <translation>PIN festlegen</translation>
    </message>
    <message>
        <source>Remove the PIN</source>
        <translation>PIN entfernen</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>Licht</translation>
    </message>
    <message>
        <source>A panel lasts about two years at full light day and night, much longer when it dims.</source>
        <translation>Ein Bildschirm hält bei vollem Licht Tag und Nacht etwa zwei Jahre, viel länger, wenn er sich abdunkelt.</translation>
    </message>
    <message>
        <source>Brightness</source>
        <translation>Helligkeit</translation>
    </message>
    <message>
        <source>Dims when untouched for</source>
        <translation>Wird unberührt dunkler nach</translation>
    </message>
    <message>
        <source>Dark colours</source>
        <translation>Dunkle Farben</translation>
    </message>
    <message>
        <source>A new alert wakes the screen</source>
        <translation>Eine neue Meldung weckt den Bildschirm</translation>
    </message>
    <message>
        <source>Dark at night</source>
        <translation>Nachts dunkel</translation>
    </message>
    <message>
        <source>The night begins at</source>
        <translation>Die Nacht beginnt um</translation>
    </message>
    <message>
        <source>It ends at</source>
        <translation>Sie endet um</translation>
    </message>
    <message>
        <source>Hide amounts of money</source>
        <translation>Geldbeträge verbergen</translation>
    </message>
    <message>
        <source>The first page shows dots instead; a touch shows the amounts for half a minute.</source>
        <translation>Die erste Seite zeigt stattdessen Punkte; eine Berührung zeigt die Beträge eine halbe Minute lang.</translation>
    </message>
    <message>
        <source>About</source>
        <translation>Über</translation>
    </message>
    <message>
        <source>For the installer</source>
        <translation>Für den Einbau</translation>
    </message>
</context>
<context>
    <name>Storage</name>
    <message>
        <source>Battery</source>
        <translation>Batterie</translation>
    </message>
    <message>
        <source>Stored energy</source>
        <translation>Gespeicherte Energie</translation>
    </message>
    <message>
        <source>Sessions</source>
        <translation>Sitzungen</translation>
    </message>
    <message>
        <source>Credit</source>
        <translation>Guthaben</translation>
    </message>
</context>
<context>
    <name>Work</name>
    <message>
        <source>The load</source>
        <translation>Die Last</translation>
    </message>
    <message>
        <source>The home&apos;s fuse</source>
        <translation>Sicherung des Hauses</translation>
    </message>
    <message>
        <source>Phases</source>
        <translation>Phasen</translation>
    </message>
</context>
<context>
    <name>alerts</name>
    <message>
        <source>Nothing can be said now.</source>
        <translation>Gerade lässt sich nichts sagen.</translation>
    </message>
    <message>
        <source>What is below was true when the agent last answered.</source>
        <translation>Was unten steht, galt, als die Zentrale zuletzt antwortete.</translation>
    </message>
    <message>
        <source>The agent does less now</source>
        <translation>Die Zentrale tut jetzt weniger</translation>
    </message>
    <message>
        <source>All is well</source>
        <translation>Alles in Ordnung</translation>
    </message>
    <message>
        <source>Meters, market and chain work as they should.</source>
        <translation>Zähler, Markt und Kette arbeiten, wie sie sollen.</translation>
    </message>
    <message>
        <source>1 thing needs attention</source>
        <translation>1 Sache braucht Aufmerksamkeit</translation>
    </message>
    <message>
        <source>%1 things need attention</source>
        <translation>%1 Dinge brauchen Aufmerksamkeit</translation>
    </message>
    <message>
        <source>Trades</source>
        <translation>Handelt</translation>
    </message>
    <message>
        <source>buys and sells</source>
        <translation>kauft und verkauft</translation>
    </message>
    <message>
        <source>Reports</source>
        <translation>Meldet</translation>
    </message>
    <message>
        <source>no trading</source>
        <translation>kein Handel</translation>
    </message>
    <message>
        <source>Measures</source>
        <translation>Misst</translation>
    </message>
    <message>
        <source>nothing goes out</source>
        <translation>nichts geht hinaus</translation>
    </message>
    <message>
        <source>Safe mode</source>
        <translation>Sicherer Modus</translation>
    </message>
    <message>
        <source>decides nothing</source>
        <translation>entscheidet nichts</translation>
    </message>
    <message>
        <source>Nothing is traded now; what is metered is still reported.</source>
        <translation>Jetzt wird nicht gehandelt; was gemessen wird, wird weiter gemeldet.</translation>
    </message>
    <message>
        <source>It only measures and shows now; nothing leaves the house.</source>
        <translation>Es wird jetzt nur gemessen und angezeigt; nichts verlässt das Haus.</translation>
    </message>
    <message>
        <source>Safe mode: nothing is traded, relays are switched safe.</source>
        <translation>Sicherer Betrieb: Es wird nicht gehandelt, Relais stehen in sicherer Stellung.</translation>
    </message>
    <message>
        <source>since %1</source>
        <translation>seit %1</translation>
    </message>
</context>
<context>
    <name>answers</name>
    <message>
        <source>The agent&apos;s answer could not be understood.</source>
        <translation>Die Antwort der Zentrale war nicht zu verstehen.</translation>
    </message>
</context>
<context>
    <name>charts</name>
    <message>
        <source>offered, %1</source>
        <translation>angeboten, %1</translation>
    </message>
    <message>
        <source>wanted</source>
        <translation>gesucht</translation>
    </message>
    <message>
        <source>yours</source>
        <translation>Ihres</translation>
    </message>
    <message>
        <source>earned, %1</source>
        <translation>verdient, %1</translation>
    </message>
    <message>
        <source>spent</source>
        <translation>ausgegeben</translation>
    </message>
    <message>
        <source>penalty</source>
        <translation>Strafe</translation>
    </message>
    <message>
        <source>made, kWh</source>
        <translation>erzeugt, kWh</translation>
    </message>
    <message>
        <source>given</source>
        <translation>abgegeben</translation>
    </message>
    <message>
        <source>drawn</source>
        <translation>bezogen</translation>
    </message>
    <message>
        <source>expected</source>
        <translation>erwartet</translation>
    </message>
    <message>
        <source>made, kW</source>
        <translation>erzeugt, kW</translation>
    </message>
    <message>
        <source>used, kW</source>
        <translation>verbraucht, kW</translation>
    </message>
    <message>
        <source>given to the grid, kW</source>
        <translation>ins Netz gegeben, kW</translation>
    </message>
    <message>
        <source>drawn from it, kW</source>
        <translation>daraus bezogen, kW</translation>
    </message>
    <message>
        <source>your home</source>
        <translation>Ihr Haus</translation>
    </message>
    <message>
        <source>partners</source>
        <translation>Partner</translation>
    </message>
    <message>
        <source>others</source>
        <translation>andere</translation>
    </message>
</context>
<context>
    <name>daemon</name>
    <message>
        <source>Somebody else has sent a transaction with this home&apos;s key. Trading has stopped.</source>
        <translation>Jemand anderes hat mit dem Schlüssel dieses Hauses etwas gesendet. Der Handel ruht.</translation>
    </message>
    <message>
        <source>Call your installer: the key must be replaced.</source>
        <translation>Rufen Sie den Installateur an: Der Schlüssel muss ersetzt werden.</translation>
    </message>
    <message>
        <source>The chain contradicts itself: %1. Trading has stopped.</source>
        <translation>Die Kette widerspricht sich: %1. Der Handel ruht.</translation>
    </message>
    <message>
        <source>Call the market&apos;s operator.</source>
        <translation>Rufen Sie den Betreiber des Marktes an.</translation>
    </message>
    <message>
        <source>The market&apos;s chain cannot be followed: %1.</source>
        <translation>Der Kette des Marktes kann nicht gefolgt werden: %1.</translation>
    </message>
    <message>
        <source>The market&apos;s chain cannot be followed (%1).</source>
        <translation>Der Kette des Marktes kann nicht gefolgt werden (%1).</translation>
    </message>
    <message>
        <source>Nothing, if it passes within minutes; else check the internet connection.</source>
        <translation>Nichts, wenn es in Minuten vorbei ist; sonst die Internetverbindung prüfen.</translation>
    </message>
    <message>
        <source>The operator&apos;s statement for cycle %1 says %2, the chain proves %3.</source>
        <translation>Die Abrechnung des Betreibers für Runde %1 nennt %2, die Kette beweist %3.</translation>
    </message>
    <message>
        <source>What the chain proves holds. Ask the operator about it.</source>
        <translation>Es gilt, was die Kette beweist. Fragen Sie den Betreiber danach.</translation>
    </message>
    <message>
        <source>This home is not enrolled in the market.</source>
        <translation>Dieses Haus ist nicht beim Markt angemeldet.</translation>
    </message>
    <message>
        <source>Ask the market&apos;s operator to enrol it.</source>
        <translation>Bitten Sie den Betreiber des Marktes, es anzumelden.</translation>
    </message>
    <message>
        <source>The home&apos;s chain account cannot pay for transactions.</source>
        <translation>Das Konto des Hauses in der Kette kann das Senden nicht bezahlen.</translation>
    </message>
    <message>
        <source>Ask the market&apos;s operator to fund it.</source>
        <translation>Bitten Sie den Betreiber des Marktes, es aufzufüllen.</translation>
    </message>
    <message>
        <source>The orders of cycle %1 could not be cleared: %2.</source>
        <translation>Die Aufträge der Runde %1 konnten nicht ausgewertet werden: %2.</translation>
    </message>
    <message>
        <source>Tell the market&apos;s operator.</source>
        <translation>Sagen Sie es dem Betreiber des Marktes.</translation>
    </message>
    <message>
        <source>Check the meter and the radio link. Nothing is sold until it reports again.</source>
        <translation>Prüfen Sie den Zähler und die Funkverbindung. Es wird nichts verkauft, bis er wieder meldet.</translation>
    </message>
    <message>
        <source>Delivery reports cannot be sent: %1.</source>
        <translation>Lieferberichte können nicht gesendet werden: %1.</translation>
    </message>
    <message>
        <source>Nothing: they are kept and sent when the line is back.</source>
        <translation>Nichts: Sie werden aufgehoben und gesendet, wenn die Leitung wieder da ist.</translation>
    </message>
    <message>
        <source>Nothing: it begins by itself. The lost box must not run again.</source>
        <translation>Nichts: Es beginnt von selbst. Die verlorene Box darf nicht mehr laufen.</translation>
    </message>
    <message>
        <source>Another box with its key was at work meanwhile.</source>
        <translation>Inzwischen war eine andere Box mit dem Schlüssel dieses Hauses tätig.</translation>
    </message>
    <message>
        <source>The clock is not set yet, so nothing is traded.</source>
        <translation>Die Uhr ist noch nicht gestellt, also wird nicht gehandelt.</translation>
    </message>
    <message>
        <source>Check the internet connection; the time comes from there.</source>
        <translation>Prüfen Sie die Internetverbindung; von dort kommt die Zeit.</translation>
    </message>
    <message>
        <source>not yet connected to the chain</source>
        <translation>noch nicht mit der Kette verbunden</translation>
    </message>
    <message>
        <source>not yet connected to the broker</source>
        <translation>noch nicht mit der Poststelle verbunden</translation>
    </message>
    <message>
        <source>no new block for %1 s</source>
        <translation>seit %1 s kein neuer Block</translation>
    </message>
    <message>
        <source>following the chain</source>
        <translation>folgt der Kette</translation>
    </message>
    <message>
        <source>No meter has reported yet.</source>
        <translation>Noch kein Zähler hat etwas gemeldet.</translation>
    </message>
    <message>
        <source>No grid meter has been chosen yet.</source>
        <translation>Es ist noch kein Netzzähler gewählt.</translation>
    </message>
    <message>
        <source>Nothing is traded.</source>
        <translation>Es wird nichts gehandelt.</translation>
    </message>
    <message>
        <source>An installer pairs the meter and gives it its role: gridhearth pair.</source>
        <translation>Beim Einbau wird der Zähler angemeldet und bekommt seine Aufgabe: gridhearth pair.</translation>
    </message>
    <message>
        <source>Look whether it has power and is in reach; until it answers, switch it by hand.</source>
        <translation>Sehen Sie nach, ob er Strom hat und in Reichweite ist; bis er antwortet, schalten Sie von Hand.</translation>
    </message>
    <message>
        <source>The relay does not answer; it may be on or off.</source>
        <translation>Der Schalter antwortet nicht; er kann ein oder aus sein.</translation>
    </message>
    <message>
        <source>The relay is on although it was told otherwise.</source>
        <translation>Der Schalter ist ein, obwohl ihm anderes gesagt wurde.</translation>
    </message>
    <message>
        <source>The relay is off although it was told otherwise.</source>
        <translation>Der Schalter ist aus, obwohl ihm anderes gesagt wurde.</translation>
    </message>
    <message>
        <source>The radio does not work: %1</source>
        <translation>Der Funk arbeitet nicht: %1</translation>
    </message>
    <message>
        <source>Look whether the stick is plugged in and no other program uses it; pull it out and put it back.</source>
        <translation>Sehen Sie nach, ob der Stick steckt und kein anderes Programm ihn nutzt; ziehen Sie ihn heraus und stecken Sie ihn wieder ein.</translation>
    </message>
    <message>
        <source>The stick has no network: %1</source>
        <translation>Der Stick hat kein Netz: %1</translation>
    </message>
    <message>
        <source>An installer restores the home&apos;s backup (gridhearth radio restore), or forms a new network (gridhearth radio form).</source>
        <translation>Beim Einbau wird die Sicherung des Hauses eingespielt (gridhearth radio restore) oder ein neues Netz angelegt (gridhearth radio form).</translation>
    </message>
    <message>
        <source>The stick holds another home&apos;s network: %1</source>
        <translation>Der Stick trägt das Netz eines anderen Hauses: %1</translation>
    </message>
    <message>
        <source>Put the home&apos;s own stick back, or restore its backup: gridhearth radio restore.</source>
        <translation>Stecken Sie den eigenen Stick des Hauses wieder ein oder spielen Sie seine Sicherung ein: gridhearth radio restore.</translation>
    </message>
    <message>
        <source>%1 (grid meter)</source>
        <translation>%1 (Netzzähler)</translation>
    </message>
    <message>
        <source>%1 (generation meter)</source>
        <translation>%1 (Zähler der Erzeugung)</translation>
    </message>
    <message>
        <source>%1 (storage meter)</source>
        <translation>%1 (Zähler des Speichers)</translation>
    </message>
    <message>
        <source>%1 is not in the radio&apos;s network.</source>
        <translation>%1 ist nicht im Funknetz.</translation>
    </message>
    <message>
        <source>Pair it again, or give its role to another meter: gridhearth devices.</source>
        <translation>Melden Sie ihn neu an oder geben Sie seine Aufgabe einem anderen Zähler: gridhearth devices.</translation>
    </message>
    <message>
        <source>%1 cannot be used: %2</source>
        <translation>%1 ist nicht nutzbar: %2</translation>
    </message>
    <message>
        <source>Ask the installer: the meter&apos;s scale must be known before its energy counts.</source>
        <translation>Fragen Sie den Installateur: Der Maßstab des Zählers muss bekannt sein, ehe seine Energie zählt.</translation>
    </message>
    <message>
        <source>Look whether it has power and is in reach; then gridhearth devices configure.</source>
        <translation>Sehen Sie nach, ob er Strom hat und in Reichweite ist; danach gridhearth devices configure.</translation>
    </message>
    <message>
        <source>%1 has gone silent.</source>
        <translation>%1 ist verstummt.</translation>
    </message>
    <message>
        <source>The clock is not trusted yet.</source>
        <translation>Der Uhr ist noch nicht zu trauen.</translation>
    </message>
    <message>
        <source>Too few readings yet to judge.</source>
        <translation>Noch zu wenige Messwerte für ein Urteil.</translation>
    </message>
    <message>
        <source>Meter %1 has never reported.</source>
        <translation>Der Zähler %1 hat nie etwas gemeldet.</translation>
    </message>
    <message>
        <source>Meter %1 has not reported yet.</source>
        <translation>Der Zähler %1 hat noch nichts gemeldet.</translation>
    </message>
    <message>
        <source>Meter %1 is dated later than now; the clock may have been set back.</source>
        <translation>Der Zähler %1 meldet eine spätere Zeit als jetzt; vielleicht wurde die Uhr zurückgestellt.</translation>
    </message>
    <message>
        <source>Meter %1 reports registers that cannot be right (%2) for %3; an installer must look at it.</source>
        <translation>Der Zähler %1 meldet seit %3 Stände, die nicht stimmen können (%2); das muss ein Installateur ansehen.</translation>
    </message>
    <message>
        <source>Meter %1 has been silent for %2.</source>
        <translation>Der Zähler %1 schweigt seit %2.</translation>
    </message>
    <message>
        <source>The meter has been silent for %1.</source>
        <translation>Der Zähler schweigt seit %1.</translation>
    </message>
    <message>
        <source>Your home uses %1 more than it makes (makes %2, uses %3).</source>
        <translation>Ihr Haus braucht %1 mehr, als es erzeugt (erzeugt %2, braucht %3).</translation>
    </message>
    <message>
        <source>Your home uses %1 more than it makes.</source>
        <translation>Ihr Haus braucht %1 mehr, als es erzeugt.</translation>
    </message>
    <message>
        <source>Your home makes %1 more than it uses (makes %2, uses %3).</source>
        <translation>Ihr Haus erzeugt %1 mehr, als es braucht (erzeugt %2, braucht %3).</translation>
    </message>
    <message>
        <source>Your home makes %1 more than it uses.</source>
        <translation>Ihr Haus erzeugt %1 mehr, als es braucht.</translation>
    </message>
    <message>
        <source>Your home makes %1 more than it uses (makes %2, uses %3); surplus begins at %4.</source>
        <translation>Ihr Haus erzeugt %1 mehr, als es braucht (erzeugt %2, braucht %3); Überschuss beginnt bei %4.</translation>
    </message>
    <message>
        <source>Your home makes %1 more than it uses; surplus begins at %2.</source>
        <translation>Ihr Haus erzeugt %1 mehr, als es braucht; Überschuss beginnt bei %2.</translation>
    </message>
    <message>
        <source>Selling needs a surplus.</source>
        <translation>Verkaufen braucht einen Überschuss.</translation>
    </message>
    <message>
        <source>The lowest price %1 is outside %2.</source>
        <translation>Der niedrigste Preis %1 liegt außerhalb von %2.</translation>
    </message>
    <message>
        <source>The highest price %1 is outside %2.</source>
        <translation>Der höchste Preis %1 liegt außerhalb von %2.</translation>
    </message>
    <message>
        <source>The lowest price %1 is above the highest, %2.</source>
        <translation>Der niedrigste Preis %1 liegt über dem höchsten, %2.</translation>
    </message>
    <message>
        <source>%1 per kWh</source>
        <translation>%1 je kWh</translation>
    </message>
    <message>
        <source>%1 per kWh to %2 per kWh</source>
        <translation>%1 bis %2 je kWh</translation>
    </message>
    <message>
        <source>at most %1</source>
        <translation>höchstens %1</translation>
    </message>
    <message>
        <source>at most %1 per kWh</source>
        <translation>höchstens %1 je kWh</translation>
    </message>
    <message>
        <source>more than 0 kWh</source>
        <translation>mehr als 0 kWh</translation>
    </message>
    <message>
        <source>a known forecast</source>
        <translation>eine bekannte Vorhersage</translation>
    </message>
    <message>
        <source>0 m to %1 m</source>
        <translation>0 m bis %1 m</translation>
    </message>
    <message>
        <source>The distance %1 m is outside 0 m to %2 m.</source>
        <translation>Die Entfernung %1 m liegt außerhalb von 0 m bis %2 m.</translation>
    </message>
    <message>
        <source>What your home will use and make is not known yet.</source>
        <translation>Was Ihr Haus brauchen und erzeugen wird, ist noch nicht bekannt.</translation>
    </message>
    <message>
        <source>No surplus is expected in the next delivery interval.</source>
        <translation>Für die nächste Lieferzeit wird kein Überschuss erwartet.</translation>
    </message>
    <message>
        <source>No need is expected in the next delivery interval.</source>
        <translation>Für die nächste Lieferzeit wird kein Bedarf erwartet.</translation>
    </message>
    <message>
        <source>The amount must be above 0 kWh.</source>
        <translation>Die Menge muss über 0 kWh liegen.</translation>
    </message>
    <message>
        <source>Your connection carries at most %1 in one cycle, not %2.</source>
        <translation>Ihr Anschluss trägt in einer Runde höchstens %1, nicht %2.</translation>
    </message>
    <message>
        <source>%1 is more than the surplus expected in the next delivery interval, %2.</source>
        <translation>%1 ist mehr als der für die nächste Lieferzeit erwartete Überschuss, %2.</translation>
    </message>
    <message>
        <source>%1 is more than the need expected in the next delivery interval, %2.</source>
        <translation>%1 ist mehr als der für die nächste Lieferzeit erwartete Bedarf, %2.</translation>
    </message>
    <message>
        <source>This order could cost up to %1; your account has %2 free for it.</source>
        <translation>Dieser Auftrag könnte bis zu %1 kosten; auf Ihrem Konto sind dafür %2 frei.</translation>
    </message>
    <message>
        <source>The last reading is too old to expect anything from it.</source>
        <translation>Der letzte Messwert ist zu alt, um daraus etwas zu erwarten.</translation>
    </message>
    <message>
        <source>This home&apos;s key was used elsewhere; trading has stopped.</source>
        <translation>Der Schlüssel dieses Hauses wurde anderswo benutzt; der Handel ruht.</translation>
    </message>
    <message>
        <source>Your account has not been proven yet.</source>
        <translation>Ihr Konto ist noch nicht bewiesen.</translation>
    </message>
    <message>
        <source>This cycle&apos;s limit of %1 orders is reached.</source>
        <translation>Die Grenze von %1 Aufträgen in dieser Runde ist erreicht.</translation>
    </message>
    <message>
        <source>The market&apos;s time is not known yet.</source>
        <translation>Die Zeit des Marktes ist noch nicht bekannt.</translation>
    </message>
    <message>
        <source>The quotation window is closed.</source>
        <translation>Diese Runde nimmt keine Aufträge mehr an.</translation>
    </message>
    <message>
        <source>The order waits for the next quotation window.</source>
        <translation>Der Auftrag wartet auf die nächste Runde.</translation>
    </message>
    <message>
        <source>The order is no longer repeated.</source>
        <translation>Der Auftrag wird nicht mehr wiederholt.</translation>
    </message>
    <message>
        <source>The values are in order. Press Set Values to use them.</source>
        <translation>Die Werte stimmen. Mit Werte setzen gelten sie.</translation>
    </message>
    <message>
        <source>Make every choice first: settlement, price range and, if manual, the amount.</source>
        <translation>Treffen Sie zuerst jede Wahl: Abrechnung, Preisbereich und, von Hand, die Menge.</translation>
    </message>
    <message>
        <source>This order replaces your earlier one of this window.</source>
        <translation>Dieser Auftrag ersetzt Ihren früheren dieser Runde.</translation>
    </message>
    <message>
        <source>The waiting order was not sent: the facts had changed.</source>
        <translation>Der wartende Auftrag wurde nicht gesendet: Die Lage hatte sich geändert.</translation>
    </message>
    <message>
        <source>Press Start to begin.</source>
        <translation>Mit Start geht es los.</translation>
    </message>
    <message>
        <source>You take part in no trading.</source>
        <translation>Sie nehmen an keinem Handel teil.</translation>
    </message>
    <message>
        <source>You chose neither to sell nor to buy.</source>
        <translation>Sie wollen weder verkaufen noch kaufen.</translation>
    </message>
    <message>
        <source>Nothing is sent until the values are corrected.</source>
        <translation>Es wird nichts gesendet, bis die Werte berichtigt sind.</translation>
    </message>
    <message>
        <source>You have an order in this window: Set Values replaces it.</source>
        <translation>Sie haben einen Auftrag in dieser Runde: Werte setzen ersetzt ihn.</translation>
    </message>
    <message>
        <source>Press Set Values once to repeat the order every cycle.</source>
        <translation>Einmal Werte setzen drücken, um den Auftrag jede Runde zu wiederholen.</translation>
    </message>
    <message>
        <source>It is already started.</source>
        <translation>Es ist schon gestartet.</translation>
    </message>
    <message>
        <source>Press Start first.</source>
        <translation>Zuerst Start drücken.</translation>
    </message>
    <message>
        <source>Opt in to trading first.</source>
        <translation>Zuerst Mitmachen wählen.</translation>
    </message>
    <message>
        <source>Choose to sell or to buy first.</source>
        <translation>Zuerst verkaufen oder kaufen wählen.</translation>
    </message>
    <message>
        <source>There is nothing to correct.</source>
        <translation>Es gibt nichts zu berichtigen.</translation>
    </message>
    <message>
        <source>Correct the values and press Update Values first.</source>
        <translation>Zuerst die Werte berichtigen und Werte ändern drücken.</translation>
    </message>
    <message>
        <source>Choose the manual settlement first.</source>
        <translation>Zuerst die Abrechnung von Hand wählen.</translation>
    </message>
    <message>
        <source>your price did not meet the market</source>
        <translation>Ihr Preis traf den Markt nicht</translation>
    </message>
    <message>
        <source>there was not enough supply</source>
        <translation>es gab nicht genug Angebot</translation>
    </message>
    <message>
        <source>no partner was left for you</source>
        <translation>für Sie blieb kein Partner übrig</translation>
    </message>
    <message>
        <source>buyers&apos; and sellers&apos; prices did not cross</source>
        <translation>die Preise von Käufern und Verkäufern trafen sich nicht</translation>
    </message>
    <message>
        <source>%1 (base price %2 per kWh)</source>
        <translation>%1 (Grundpreis %2 je kWh)</translation>
    </message>
    <message>
        <source>the market refused it: too late, or not enough credit for its cost</source>
        <translation>der Markt lehnte ihn ab: zu spät oder zu wenig Guthaben</translation>
    </message>
    <message>
        <source>the window closed before it arrived</source>
        <translation>die Runde schloss, ehe er ankam</translation>
    </message>
    <message>
        <source>the window closed before it could be sent</source>
        <translation>die Runde schloss, ehe er gesendet werden konnte</translation>
    </message>
    <message>
        <source>replaced by your newer order</source>
        <translation>durch Ihren neueren Auftrag ersetzt</translation>
    </message>
    <message>
        <source>the endorsers found no common result; the cycle was cancelled</source>
        <translation>die Prüfer fanden kein gemeinsames Ergebnis; die Runde wurde abgesagt</translation>
    </message>
    <message>
        <source>sold %1 at %2 per kWh</source>
        <translation>%1 zu %2 je kWh verkauft</translation>
    </message>
    <message>
        <source>bought %1 at %2 per kWh</source>
        <translation>%1 zu %2 je kWh gekauft</translation>
    </message>
    <message>
        <source>you asked for it</source>
        <translation>Sie haben darum gebeten</translation>
    </message>
    <message>
        <source>your standing instruction</source>
        <translation>Ihr Dauerauftrag</translation>
    </message>
    <message>
        <source>The market&apos;s terms for this home have not been proven yet.</source>
        <translation>Die Bedingungen des Marktes für dieses Haus sind noch nicht bewiesen.</translation>
    </message>
    <message>
        <source>The amount is not known yet.</source>
        <translation>Die Menge ist noch nicht bekannt.</translation>
    </message>
    <message>
        <source>That is more than the connection carries.</source>
        <translation>Das ist mehr, als der Anschluss trägt.</translation>
    </message>
    <message>
        <source>This round has %1 orders, more than %2 can be drawn.</source>
        <translation>Diese Runde hat %1 Aufträge; mehr als %2 lassen sich nicht zeichnen.</translation>
    </message>
    <message>
        <source>This round has %1 orders, too many to draw.</source>
        <translation>Diese Runde hat %1 Aufträge, zu viele zum Zeichnen.</translation>
    </message>
    <message>
        <source>Nobody ordered in this round.</source>
        <translation>In dieser Runde gab niemand einen Auftrag.</translation>
    </message>
    <message>
        <source>This round has no result yet.</source>
        <translation>Diese Runde hat noch kein Ergebnis.</translation>
    </message>
    <message>
        <source>This round was void: nobody traded.</source>
        <translation>Diese Runde war ungültig: Niemand handelte.</translation>
    </message>
    <message>
        <source>Nobody traded in this round.</source>
        <translation>In dieser Runde handelte niemand.</translation>
    </message>
    <message>
        <source>This day is over.</source>
        <translation>Dieser Tag ist vorbei.</translation>
    </message>
    <message>
        <source>The radio has not shown this device since the start.</source>
        <translation>Der Funk hat dieses Gerät seit dem Start nicht gezeigt.</translation>
    </message>
    <message>
        <source>%1 follows the surplus now.</source>
        <translation>%1 folgt jetzt dem Überschuss.</translation>
    </message>
    <message>
        <source>%1 is to be on; it is told once its shortest time is over.</source>
        <translation>%1 soll ein sein; er erfährt es, wenn seine kürzeste Zeit um ist.</translation>
    </message>
    <message>
        <source>%1 is to be off; it is told once its shortest time is over.</source>
        <translation>%1 soll aus sein; er erfährt es, wenn seine kürzeste Zeit um ist.</translation>
    </message>
    <message>
        <source>%1 is no relay of this home.</source>
        <translation>%1 ist kein Schalter dieses Hauses.</translation>
    </message>
    <message>
        <source>Switch nothing for a moment: the meter is being listened to.</source>
        <translation>Schalten Sie einen Moment nichts: Dem Zähler wird zugehört.</translation>
    </message>
    <message>
        <source>Switch on a load of about %1 now, then say that it is on.</source>
        <translation>Schalten Sie jetzt eine Last von etwa %1 ein und sagen Sie dann, dass sie ein ist.</translation>
    </message>
    <message>
        <source>Have the battery charge with about %1 now, then say that it does.</source>
        <translation>Lassen Sie den Speicher jetzt mit etwa %1 laden und sagen Sie dann, dass er es tut.</translation>
    </message>
    <message>
        <source>Leave everything as it is: the meter is being watched.</source>
        <translation>Lassen Sie alles, wie es ist: Der Zähler wird beobachtet.</translation>
    </message>
    <message>
        <source>Other loads went on and off all the time; switch them off and check again.</source>
        <translation>Andere Lasten gingen ständig an und aus; schalten Sie sie ab und prüfen Sie noch einmal.</translation>
    </message>
    <message>
        <source>The meter said too little within five minutes to be checked.</source>
        <translation>Der Zähler sagte in fünf Minuten zu wenig, um geprüft zu werden.</translation>
    </message>
    <message>
        <source>The meter gave no usable power for five minutes.</source>
        <translation>Der Zähler gab fünf Minuten keine brauchbare Leistung.</translation>
    </message>
    <message>
        <source>It moved by %1 for a load of %2</source>
        <translation>Er bewegte sich um %1 bei einer Last von %2</translation>
    </message>
    <message>
        <source>It moved by %1 for a load of %2: that fits.</source>
        <translation>Er bewegte sich um %1 bei einer Last von %2: Das passt.</translation>
    </message>
    <message>
        <source>Its register counted %1 Wh while about %2 Wh passed: it counts %3 times too much.</source>
        <translation>Sein Zählwerk zählte %1 Wh, während etwa %2 Wh durchgingen: Es zählt %3-mal zu viel.</translation>
    </message>
    <message>
        <source>Its register counts rightly; only its power is scaled wrong.</source>
        <translation>Sein Zählwerk zählt richtig; nur seine Leistung hat den falschen Maßstab.</translation>
    </message>
    <message>
        <source>The PINs&apos; file is damaged, so nothing can be changed with a PIN; an installer sets new ones with &apos;gridhearth pin set&apos;.</source>
        <translation>Die Datei der PINs ist beschädigt, also lässt sich mit einer PIN nichts ändern; neue werden beim Einbau mit &apos;gridhearth pin set&apos; festgelegt.</translation>
    </message>
    <message>
        <source>Enter the old PIN as well.</source>
        <translation>Geben Sie auch die bisherige PIN ein.</translation>
    </message>
    <message>
        <source>The household&apos;s PIN is set.</source>
        <translation>Die PIN des Haushalts ist festgelegt.</translation>
    </message>
    <message>
        <source>The household&apos;s PIN is removed.</source>
        <translation>Die PIN des Haushalts ist entfernt.</translation>
    </message>
    <message>
        <source>The installer&apos;s PIN is set.</source>
        <translation>Die PIN für den Einbau ist festgelegt.</translation>
    </message>
    <message>
        <source>The installer&apos;s PIN is removed.</source>
        <translation>Die PIN für den Einbau ist entfernt.</translation>
    </message>
    <message>
        <source>No household&apos;s PIN is set.</source>
        <translation>Es ist keine PIN des Haushalts festgelegt.</translation>
    </message>
    <message>
        <source>No installer&apos;s PIN is set.</source>
        <translation>Es ist keine PIN für den Einbau festgelegt.</translation>
    </message>
    <message>
        <source>Too many wrong tries; wait %1.</source>
        <translation>Zu viele falsche Versuche; warten Sie %1.</translation>
    </message>
    <message>
        <source>The PIN is right.</source>
        <translation>Die PIN stimmt.</translation>
    </message>
    <message>
        <source>That PIN is wrong; 1 try left before a pause.</source>
        <translation>Diese PIN ist falsch; noch 1 Versuch bis zu einer Pause.</translation>
    </message>
    <message>
        <source>That PIN is wrong; %1 tries left before a pause.</source>
        <translation>Diese PIN ist falsch; noch %1 Versuche bis zu einer Pause.</translation>
    </message>
    <message>
        <source>That PIN is wrong; wait %1.</source>
        <translation>Diese PIN ist falsch; warten Sie %1.</translation>
    </message>
    <message>
        <source>The installer&apos;s first PIN is set by a user of the installer&apos;s group.</source>
        <translation>Die erste PIN für den Einbau legt ein Nutzer der Einbaugruppe fest.</translation>
    </message>
    <message>
        <source>The radio is being started.</source>
        <translation>Der Funk wird gestartet.</translation>
    </message>
    <message>
        <source>The radio&apos;s driver failed; it is started again.</source>
        <translation>Der Funktreiber fiel aus; er wird neu gestartet.</translation>
    </message>
    <message>
        <source>%1 may join for %2 s with its own key. Switch it to pairing now.</source>
        <translation>%1 darf %2 s lang mit eigenem Schlüssel beitreten. Stellen Sie es jetzt auf Anmelden.</translation>
    </message>
    <message>
        <source>Nobody may join any more.</source>
        <translation>Niemand darf mehr beitreten.</translation>
    </message>
    <message>
        <source>The network is formed.</source>
        <translation>Das Netz ist angelegt.</translation>
    </message>
    <message>
        <source>The backup is %1. Whoever has it and its passphrase has this network.</source>
        <translation>Die Sicherung ist %1. Wer sie und ihr Kennwort hat, hat dieses Netz.</translation>
    </message>
    <message>
        <source>The network is restored.</source>
        <translation>Das Netz ist wiederhergestellt.</translation>
    </message>
    <message>
        <source>The radio is busy with %1; ask again later.</source>
        <translation>Der Funk ist beschäftigt (%1); fragen Sie später noch einmal.</translation>
    </message>
    <message>
        <source>forming a network</source>
        <translation>Netz anlegen</translation>
    </message>
    <message>
        <source>writing a backup</source>
        <translation>Sicherung schreiben</translation>
    </message>
    <message>
        <source>restoring a backup</source>
        <translation>Sicherung einspielen</translation>
    </message>
    <message>
        <source>Nothing was answered within %1 s; it may still have happened.</source>
        <translation>In %1 s kam keine Antwort; es kann trotzdem geschehen sein.</translation>
    </message>
    <message>
        <source>No live check is waiting for a load.</source>
        <translation>Keine Prüfung wartet auf eine Last.</translation>
    </message>
    <message>
        <source>There is no live check now.</source>
        <translation>Gerade läuft keine Prüfung.</translation>
    </message>
    <message>
        <source>The chain has not been followed yet.</source>
        <translation>Der Kette wird noch nicht gefolgt.</translation>
    </message>
    <message>
        <source>No round has closed yet.</source>
        <translation>Noch hat keine Runde geschlossen.</translation>
    </message>
    <message>
        <source>That round&apos;s window has not closed yet.</source>
        <translation>Diese Runde ist noch offen.</translation>
    </message>
    <message>
        <source>The chain&apos;s nodes did not answer in time; try again.</source>
        <translation>Die Knoten der Kette antworteten nicht rechtzeitig; noch einmal versuchen.</translation>
    </message>
    <message>
        <source>The round could not be read from the chain: %1.</source>
        <translation>Die Runde war aus der Kette nicht zu lesen: %1.</translation>
    </message>
    <message>
        <source>The answer does not fit into one message; ask for fewer lines.</source>
        <translation>Die Antwort passt nicht in eine Nachricht; fragen Sie nach weniger Zeilen.</translation>
    </message>
    <message>
        <source>Paused: %1</source>
        <translation>Angehalten: %1</translation>
    </message>
    <message>
        <source>It would not be sent now: %1</source>
        <translation>Er würde jetzt nicht gesendet: %1</translation>
    </message>
    <message>
        <source>You chose to sell %1 between %2 per kWh and %3 per kWh, preferably within %4 m.</source>
        <translation>Sie wollen %1 verkaufen, für %2 bis %3 je kWh, am liebsten innerhalb von %4 m.</translation>
    </message>
    <message>
        <source>You chose to sell %1 between %2 per kWh and %3 per kWh.</source>
        <translation>Sie wollen %1 verkaufen, für %2 bis %3 je kWh.</translation>
    </message>
    <message>
        <source>You chose to buy %1 between %2 per kWh and %3 per kWh, preferably within %4 m.</source>
        <translation>Sie wollen %1 kaufen, für %2 bis %3 je kWh, am liebsten innerhalb von %4 m.</translation>
    </message>
    <message>
        <source>You chose to buy %1 between %2 per kWh and %3 per kWh.</source>
        <translation>Sie wollen %1 kaufen, für %2 bis %3 je kWh.</translation>
    </message>
    <message>
        <source>You chose to sell; not every choice is made yet.</source>
        <translation>Sie wollen verkaufen; noch ist nicht alles gewählt.</translation>
    </message>
    <message>
        <source>You chose to buy; not every choice is made yet.</source>
        <translation>Sie wollen kaufen; noch ist nicht alles gewählt.</translation>
    </message>
    <message>
        <source>%1 (the agent decides)</source>
        <translation>%1 (die Zentrale entscheidet)</translation>
    </message>
    <message>
        <source>an amount not known yet</source>
        <translation>eine noch unbekannte Menge</translation>
    </message>
    <message>
        <source>Put the stick on a short extension lead, on another port; see that no other program opens it, and update its firmware.</source>
        <translation>Stecken Sie den Stick mit einer kurzen Verlängerung an einen anderen Anschluss; achten Sie darauf, dass kein anderes Programm ihn öffnet, und erneuern Sie seine Firmware.</translation>
    </message>
    <message>
        <source>The radio was lost %1 times within the last hour.</source>
        <translation>Der Funk ging in der letzten Stunde %1-mal verloren.</translation>
    </message>
    <message>
        <source>grid meter</source>
        <translation>Netzzähler</translation>
    </message>
    <message>
        <source>generation meter</source>
        <translation>Erzeugungszähler</translation>
    </message>
    <message>
        <source>storage meter</source>
        <translation>Speicherzähler</translation>
    </message>
    <message>
        <source>relay</source>
        <translation>Relais</translation>
    </message>
    <message>
        <source>on</source>
        <translation>an</translation>
    </message>
    <message>
        <source>off</source>
        <translation>aus</translation>
    </message>
    <message>
        <source>%1 is the %2 now.</source>
        <translation>%1 ist jetzt: %2.</translation>
    </message>
    <message>
        <source>%1 is the %2 now; its registers go on as soon as two of its readings agree.</source>
        <translation>%1 ist jetzt: %2. Seine Zählerstände zählen weiter, sobald zwei seiner Werte übereinstimmen.</translation>
    </message>
    <message>
        <source>%1 is no longer the %2.</source>
        <translation>%1 ist nicht mehr: %2.</translation>
    </message>
    <message>
        <source>%1 is the %2; release it first.</source>
        <translation>%1 ist: %2. Nehmen Sie ihm zuerst die Aufgabe.</translation>
    </message>
    <message>
        <source>This home&apos;s meters do not come from the radio (its settings name another driver under [meters]), so a device can only become a relay.</source>
        <translation>Die Zähler dieses Hauses kommen nicht vom Funk (seine Einstellungen nennen unter [meters] einen anderen Treiber); ein Gerät kann also nur Relais werden.</translation>
    </message>
    <message>
        <source>%1 is the %2 already; to exchange the meter, ask for it as a replacement.</source>
        <translation>%1 ist schon: %2. Um den Zähler zu tauschen, verlangen Sie es als Austausch.</translation>
    </message>
    <message>
        <source>%1 is called %2 now.</source>
        <translation>%1 heißt jetzt %2.</translation>
    </message>
    <message>
        <source>%1 has no name any more.</source>
        <translation>%1 hat keinen Namen mehr.</translation>
    </message>
    <message>
        <source>A name has up to %1 printable characters.</source>
        <translation>Ein Name hat bis zu %1 druckbare Zeichen.</translation>
    </message>
    <message>
        <source>%1 is called %2 already.</source>
        <translation>%1 heißt schon %2.</translation>
    </message>
    <message>
        <source>%1 devices have names already.</source>
        <translation>%1 Geräte haben schon Namen.</translation>
    </message>
    <message>
        <source>%1 was removed.</source>
        <translation>%1 wurde entfernt.</translation>
    </message>
    <message>
        <source>A relay has no import and export that could change places.</source>
        <translation>Ein Relais hat keinen Bezug und keine Einspeisung zu vertauschen.</translation>
    </message>
    <message>
        <source>A home has %1 relays at most.</source>
        <translation>Ein Haus hat höchstens %1 Relais.</translation>
    </message>
    <message>
        <source>%1 has no role.</source>
        <translation>%1 hat keine Aufgabe.</translation>
    </message>
    <message>
        <source>%1 has not the role %2.</source>
        <translation>%1 hat nicht die Aufgabe %2.</translation>
    </message>
    <message>
        <source>%1 is %2; say which of them.</source>
        <translation>%1 ist %2; sagen Sie, welches davon.</translation>
    </message>
    <message>
        <source>Sold %1 to %2, %3 away, at %4; network charge %5, quoted income %6.</source>
        <translation>%1 verkauft an %2, %3 entfernt, zu %4; Netzentgelt %5, erwartete Einnahme %6.</translation>
    </message>
    <message>
        <source>Bought %1 from %2, %3 away, at %4; network charge %5, quoted bill %6.</source>
        <translation>%1 gekauft von %2, %3 entfernt, zu %4; Netzentgelt %5, erwartete Rechnung %6.</translation>
    </message>
    <message>
        <source>Order of cycle %1, sell %2: %3 (%4).</source>
        <translation>Auftrag der Runde %1, %2 verkaufen: %3 (%4).</translation>
    </message>
    <message>
        <source>Order of cycle %1, buy %2: %3 (%4).</source>
        <translation>Auftrag der Runde %1, %2 kaufen: %3 (%4).</translation>
    </message>
    <message>
        <source>Order of cycle %1, sell %2: %3.</source>
        <translation>Auftrag der Runde %1, %2 verkaufen: %3.</translation>
    </message>
    <message>
        <source>Order of cycle %1, buy %2: %3.</source>
        <translation>Auftrag der Runde %1, %2 kaufen: %3.</translation>
    </message>
    <message>
        <source>queued</source>
        <translation>eingereiht</translation>
    </message>
    <message>
        <source>sent</source>
        <translation>gesendet</translation>
    </message>
    <message>
        <source>%1 in block %2</source>
        <translation>%1, Block %2</translation>
    </message>
    <message>
        <source>not traded</source>
        <translation>nicht gehandelt</translation>
    </message>
    <message>
        <source>void</source>
        <translation>nichtig</translation>
    </message>
    <message>
        <source>settled</source>
        <translation>abgerechnet</translation>
    </message>
    <message>
        <source>refused</source>
        <translation>abgelehnt</translation>
    </message>
    <message>
        <source>missed</source>
        <translation>verpasst</translation>
    </message>
    <message>
        <source>No order is sent so near to the window&apos;s edge.</source>
        <translation>So nahe am Rand des Fensters wird kein Auftrag gesendet.</translation>
    </message>
    <message>
        <source>The clock says a time before what has already happened.</source>
        <translation>Die Uhr nennt eine Zeit vor dem, was schon geschehen ist.</translation>
    </message>
    <message>
        <source>No time service has set the clock.</source>
        <translation>Kein Zeitdienst hat die Uhr gestellt.</translation>
    </message>
    <message>
        <source>The clock is not set yet.</source>
        <translation>Die Uhr ist noch nicht gestellt.</translation>
    </message>
    <message>
        <source>The clock is about %1 s ahead of the market&apos;s chain.</source>
        <translation>Die Uhr geht der Kette des Marktes etwa %1 s vor.</translation>
    </message>
    <message>
        <source>The clock is about %1 s behind the market&apos;s chain.</source>
        <translation>Die Uhr geht der Kette des Marktes etwa %1 s nach.</translation>
    </message>
    <message>
        <source>Call your installer.</source>
        <translation>Rufen Sie Ihren Installateur.</translation>
    </message>
    <message>
        <source>Ask the market&apos;s operator.</source>
        <translation>Fragen Sie den Betreiber des Marktes.</translation>
    </message>
    <message>
        <source>The amount is more than the contract can hold.</source>
        <translation>Der Betrag ist mehr, als der Vertrag fassen kann.</translation>
    </message>
    <message>
        <source>This home is not one of the voters.</source>
        <translation>Dieses Haus gehört nicht zu den Stimmberechtigten.</translation>
    </message>
    <message>
        <source>%1: handed over. Whether the contract accepts it shows within some blocks.</source>
        <translation>%1: übergeben. Ob der Vertrag es annimmt, zeigt sich in einigen Blöcken.</translation>
    </message>
    <message>
        <source>Everything counted so far is reported now, and the battery&apos;s word is taken.</source>
        <translation>Alles bisher Gezählte wird jetzt gemeldet, und die Angabe der Batterie gilt.</translation>
    </message>
    <message>
        <source>That needs %1 %2; %3 are available.</source>
        <translation>Das braucht %1 %2; verfügbar sind %3.</translation>
    </message>
    <message>
        <source>This home has no storage unit, so there is nothing to report.</source>
        <translation>Dieses Haus hat keinen Speicher, also gibt es nichts zu melden.</translation>
    </message>
    <message>
        <source>The storage contract has not been read yet.</source>
        <translation>Der Speichervertrag wurde noch nicht gelesen.</translation>
    </message>
    <message>
        <source>%1 calls are waiting already; wait for one of them.</source>
        <translation>%1 Aufrufe warten schon; warten Sie auf einen davon.</translation>
    </message>
    <message>
        <source>Name the unit whose energy you want: this home has none of its own.</source>
        <translation>Nennen Sie den Speicher, dessen Energie Sie wollen: dieses Haus hat keinen eigenen.</translation>
    </message>
    <message>
        <source>Say either how much energy or how much ENT, not both.</source>
        <translation>Sagen Sie entweder wie viel Energie oder wie viel ENT, nicht beides.</translation>
    </message>
    <message>
        <source>This contract ends a session only by its energy or its time; without a unit what is past its time is given back.</source>
        <translation>Dieser Vertrag beendet eine Sitzung nur durch ihre Energie oder ihre Zeit; ohne Speicher wird zurückgegeben, was abgelaufen ist.</translation>
    </message>
    <message>
        <source>Ask the voters to register the unit.</source>
        <translation>Bitten Sie die Stimmberechtigten, den Speicher einzutragen.</translation>
    </message>
    <message>
        <source>Name the unit: this home has none of its own.</source>
        <translation>Nennen Sie den Speicher: dieses Haus hat keinen eigenen.</translation>
    </message>
    <message>
        <source>Somebody else has sent a transaction with the storage unit&apos;s key. Reporting has stopped.</source>
        <translation>Jemand anderes hat mit dem Schlüssel des Speichers eine Transaktion gesendet. Das Melden hat aufgehört.</translation>
    </message>
    <message>
        <source>Compare the battery&apos;s display; if it is right, press Report now to take its word.</source>
        <translation>Vergleichen Sie die Anzeige der Batterie; stimmt sie, drücken Sie Jetzt melden.</translation>
    </message>
    <message>
        <source>%1 left the battery without a session.</source>
        <translation>%1 verließen die Batterie ohne Sitzung.</translation>
    </message>
    <message>
        <source>The unit&apos;s meter has not reported yet.</source>
        <translation>Der Zähler des Speichers hat noch nichts gemeldet.</translation>
    </message>
    <message>
        <source>The unit is not registered: what it counts stays open until the voters register it.</source>
        <translation>Der Speicher ist nicht eingetragen: was er zählt, bleibt offen, bis er eingetragen wird.</translation>
    </message>
    <message>
        <source>A report is under way.</source>
        <translation>Eine Meldung ist unterwegs.</translation>
    </message>
    <message>
        <source>%1 are still to be reported.</source>
        <translation>%1 sind noch zu melden.</translation>
    </message>
    <message>
        <source>Everything is reported.</source>
        <translation>Alles ist gemeldet.</translation>
    </message>
    <message>
        <source>Ask the voters of the storage market to register it.</source>
        <translation>Bitten Sie die Stimmberechtigten des Speichermarktes, ihn einzutragen.</translation>
    </message>
    <message>
        <source>The storage unit&apos;s chain account cannot pay for transactions.</source>
        <translation>Das Konto des Speichers auf der Kette kann keine Transaktionen bezahlen.</translation>
    </message>
    <message>
        <source>Call your installer: the unit needs another key.</source>
        <translation>Rufen Sie Ihren Installateur: der Speicher braucht einen anderen Schlüssel.</translation>
    </message>
    <message>
        <source>Nothing: its energy stays open, and it is tried again by itself. If it goes on, ask the voters of the storage market.</source>
        <translation>Nichts: die Energie bleibt offen, und es wird von selbst wieder versucht. Dauert es an, fragen Sie die Stimmberechtigten des Speichermarktes.</translation>
    </message>
    <message>
        <source>It waits for the call before it, or for the chain.</source>
        <translation>Es wartet auf den Aufruf davor oder auf die Kette.</translation>
    </message>
    <message>
        <source>Its outcome is being proven.</source>
        <translation>Sein Ergebnis wird bewiesen.</translation>
    </message>
    <message>
        <source>It is on its way.</source>
        <translation>Es ist unterwegs.</translation>
    </message>
    <message>
        <source>The contract accepted it.</source>
        <translation>Der Vertrag hat es angenommen.</translation>
    </message>
    <message>
        <source>The contract refused it: %1.</source>
        <translation>Der Vertrag hat es abgelehnt: %1.</translation>
    </message>
    <message>
        <source>%1 for %2 ENT at a cost of %3 ENT per kWh; a session lasts %4, and what it does not burn comes back.</source>
        <translation>%1 für %2 ENT zu %3 ENT je kWh; eine Sitzung dauert %4, und was sie nicht verbraucht, kommt zurück.</translation>
    </message>
    <message>
        <source>The battery holds %1, as the contract does.</source>
        <translation>Die Batterie hält %1, wie der Vertrag.</translation>
    </message>
    <message>
        <source>No block has been proven yet.</source>
        <translation>Noch kein Block ist bewiesen.</translation>
    </message>
    <message>
        <source>It could not be read: %1.</source>
        <translation>Es konnte nicht gelesen werden: %1.</translation>
    </message>
    <message>
        <source>They could not be read: %1.</source>
        <translation>Sie konnten nicht gelesen werden: %1.</translation>
    </message>
    <message>
        <source>Nothing is traded until they agree.</source>
        <translation>Bis sie übereinstimmen, wird nichts gehandelt.</translation>
    </message>
    <message>
        <source>One device is in the network.</source>
        <translation>Ein Gerät ist im Netz.</translation>
    </message>
    <message>
        <source>%1 devices are in the network.</source>
        <translation>%1 Geräte sind im Netz.</translation>
    </message>
    <message>
        <source>One meter or relay has no role; give it where it is needed.</source>
        <translation>Ein Zähler oder Schalter hat keine Aufgabe; geben Sie ihm eine, wo es nötig ist.</translation>
    </message>
    <message>
        <source>%1 meters or relays have no role; give it where it is needed.</source>
        <translation>%1 Zähler oder Schalter haben keine Aufgabe; geben Sie ihnen eine, wo es nötig ist.</translation>
    </message>
    <message>
        <source>One step comes first.</source>
        <translation>Ein Schritt kommt vorher.</translation>
    </message>
    <message>
        <source>%1 steps come first.</source>
        <translation>%1 Schritte kommen vorher.</translation>
    </message>
    <message>
        <source>%1 did not pass: %2.</source>
        <translation>%1 hat nicht bestanden: %2.</translation>
    </message>
    <message>
        <source>turned round</source>
        <translation>verkehrt herum</translation>
    </message>
    <message>
        <source>wrong scale</source>
        <translation>falscher Maßstab</translation>
    </message>
    <message>
        <source>one phase</source>
        <translation>nur eine Phase</translation>
    </message>
    <message>
        <source>not seen</source>
        <translation>nichts zu sehen</translation>
    </message>
    <message>
        <source>beyond connection</source>
        <translation>mehr als der Anschluss</translation>
    </message>
    <message>
        <source>register wrong</source>
        <translation>Zählwerk falsch</translation>
    </message>
    <message>
        <source>register silent</source>
        <translation>Zählwerk steht</translation>
    </message>
    <message>
        <source>unclear</source>
        <translation>unklar</translation>
    </message>
    <message>
        <source>no values</source>
        <translation>keine Werte</translation>
    </message>
    <message>
        <source>%1 handed the home over to %2.</source>
        <translation>%1 hat das Haus an %2 übergeben.</translation>
    </message>
    <message>
        <source>%1 handed this home over to %2.</source>
        <translation>%1 hat dieses Haus an %2 übergeben.</translation>
    </message>
    <message>
        <source>A backup has every device of the network.</source>
        <translation>Eine Sicherung hat jedes Gerät des Netzes.</translation>
    </message>
    <message>
        <source>All meters are devices of the radio.</source>
        <translation>Alle Zähler sind Geräte des Funks.</translation>
    </message>
    <message>
        <source>Ask the voters to register %1; with a vote of its own the home can vote.</source>
        <translation>Bitten Sie die Stimmberechtigten, %1 einzutragen; mit eigener Stimme kann das Haus mitstimmen.</translation>
    </message>
    <message>
        <source>Bring it nearer or wake it, then ask it again.</source>
        <translation>Bringen Sie es näher oder wecken Sie es, dann fragen Sie es nochmals.</translation>
    </message>
    <message>
        <source>Check address, port and certificates; it is tried again by itself.</source>
        <translation>Prüfen Sie Adresse, Port und Zertifikate; es wird von selbst wieder versucht.</translation>
    </message>
    <message>
        <source>Check the internet connection; it is tried again by itself.</source>
        <translation>Prüfen Sie die Internetverbindung; es wird von selbst wieder versucht.</translation>
    </message>
    <message>
        <source>Connect the box to the internet and wait a minute; let NTP (UDP port 123) pass.</source>
        <translation>Verbinden Sie das Gerät mit dem Internet und warten Sie eine Minute; lassen Sie NTP (UDP-Port 123) durch.</translation>
    </message>
    <message>
        <source>Connected; reports go out.</source>
        <translation>Verbunden; Berichte gehen hinaus.</translation>
    </message>
    <message>
        <source>Devices joined after the last backup.</source>
        <translation>Nach der letzten Sicherung kamen Geräte hinzu.</translation>
    </message>
    <message>
        <source>Disk, heat and power are well.</source>
        <translation>Speicher, Wärme und Strom sind gut.</translation>
    </message>
    <message>
        <source>The agent finds nothing wrong with the disk.</source>
        <translation>Die Zentrale findet am Speicher nichts auszusetzen.</translation>
    </message>
    <message>
        <source>Every meter and relay has its role.</source>
        <translation>Jeder Zähler und jeder Schalter hat seine Aufgabe.</translation>
    </message>
    <message>
        <source>Every meter counted a known load rightly.</source>
        <translation>Jeder Zähler hat eine bekannte Last richtig gezählt.</translation>
    </message>
    <message>
        <source>Every relay confirmed to be on and to be off.</source>
        <translation>Jeder Schalter hat ein und aus bestätigt.</translation>
    </message>
    <message>
        <source>Everything works; nobody has taken the home over yet.</source>
        <translation>Alles funktioniert; noch hat niemand das Haus übernommen.</translation>
    </message>
    <message>
        <source>First give a meter its role.</source>
        <translation>Geben Sie zuerst einem Zähler seine Aufgabe.</translation>
    </message>
    <message>
        <source>First make the request.</source>
        <translation>Stellen Sie zuerst den Antrag.</translation>
    </message>
    <message>
        <source>Followed live, block %1 is proven.</source>
        <translation>Wird laufend verfolgt, Block %1 ist bewiesen.</translation>
    </message>
    <message>
        <source>Form a new network; where this home has a backup, restore that instead.</source>
        <translation>Bilden Sie ein neues Netz; hat dieses Haus eine Sicherung, stellen Sie lieber diese her.</translation>
    </message>
    <message>
        <source>Give the meter at the grid connection the role grid.</source>
        <translation>Geben Sie dem Zähler am Netzanschluss die Aufgabe Netz.</translation>
    </message>
    <message>
        <source>It is set.</source>
        <translation>Sie ist gesetzt.</translation>
    </message>
    <message>
        <source>It is switched on by taking the operator&apos;s answer; then start the agent again.</source>
        <translation>Er wird mit der Antwort des Betreibers eingeschaltet; starten Sie dann die Zentrale neu.</translation>
    </message>
    <message>
        <source>Let the household choose a PIN; the screen asks for it before it changes anything.</source>
        <translation>Lassen Sie den Haushalt eine PIN wählen; der Bildschirm fragt danach, bevor er etwas ändert.</translation>
    </message>
    <message>
        <source>Let the meter in with the code that is printed on it.</source>
        <translation>Lassen Sie den Zähler mit dem aufgedruckten Code herein.</translation>
    </message>
    <message>
        <source>Look at cable, read head and port; the probe says what is on the line.</source>
        <translation>Sehen Sie Kabel, Lesekopf und Anschluss an; die Probe sagt, was auf der Leitung ist.</translation>
    </message>
    <message>
        <source>Make the keys and show the request to the operator: it needs the one-time code.</source>
        <translation>Machen Sie die Schlüssel und zeigen Sie dem Betreiber den Antrag: er braucht den Einmalcode.</translation>
    </message>
    <message>
        <source>No PIN is set.</source>
        <translation>Keine PIN ist gesetzt.</translation>
    </message>
    <message>
        <source>No backup has been written.</source>
        <translation>Keine Sicherung wurde geschrieben.</translation>
    </message>
    <message>
        <source>No battery takes part in the storage market.</source>
        <translation>Keine Batterie nimmt am Speichermarkt teil.</translation>
    </message>
    <message>
        <source>No device is in the network yet.</source>
        <translation>Noch ist kein Gerät im Netz.</translation>
    </message>
    <message>
        <source>No meter counts what is drawn from the grid; without it nothing is traded.</source>
        <translation>Kein Zähler zählt, was aus dem Netz kommt; ohne ihn wird nicht gehandelt.</translation>
    </message>
    <message>
        <source>No request has been made here.</source>
        <translation>Hier wurde kein Antrag gestellt.</translation>
    </message>
    <message>
        <source>Nobody has looked at them.</source>
        <translation>Niemand hat sie angesehen.</translation>
    </message>
    <message>
        <source>Not checked: %1.</source>
        <translation>Nicht geprüft: %1.</translation>
    </message>
    <message>
        <source>Not heard of: %1.</source>
        <translation>Nichts gehört von: %1.</translation>
    </message>
    <message>
        <source>Not proven on the chain yet.</source>
        <translation>Auf der Kette noch nicht bewiesen.</translation>
    </message>
    <message>
        <source>Not read from the chain yet.</source>
        <translation>Noch nicht von der Kette gelesen.</translation>
    </message>
    <message>
        <source>Not ready yet: %1.</source>
        <translation>Noch nicht bereit: %1.</translation>
    </message>
    <message>
        <source>Not seen on and off: %1.</source>
        <translation>Nicht ein und aus gesehen: %1.</translation>
    </message>
    <message>
        <source>Plug in the stick of this home, or restore the home&apos;s backup onto this one.</source>
        <translation>Stecken Sie den Stick dieses Hauses ein, oder stellen Sie dessen Sicherung auf diesem her.</translation>
    </message>
    <message>
        <source>Plug the right stick in, or name its port in the settings; it is tried again by itself.</source>
        <translation>Stecken Sie den richtigen Stick ein, oder nennen Sie seinen Anschluss in den Einstellungen; es wird von selbst wieder versucht.</translation>
    </message>
    <message>
        <source>Put it right as the check said, then check it again.</source>
        <translation>Berichtigen Sie es, wie die Probe sagte, dann prüfen Sie nochmals.</translation>
    </message>
    <message>
        <source>See that it has power and is near enough, or exchange it.</source>
        <translation>Sehen Sie nach, ob es Strom hat und nah genug ist, oder tauschen Sie es.</translation>
    </message>
    <message>
        <source>Silent: %1.</source>
        <translation>Schweigt: %1.</translation>
    </message>
    <message>
        <source>Start the agent.</source>
        <translation>Starten Sie die Zentrale.</translation>
    </message>
    <message>
        <source>Switch a load of known power on while the meter is watched: sign and scale show.</source>
        <translation>Schalten Sie eine Last bekannter Leistung ein, während der Zähler beobachtet wird: Richtung und Maßstab zeigen sich.</translation>
    </message>
    <message>
        <source>Switch each on and off and look at the load; a relay waits for its shortest times. Go on with other steps meanwhile.</source>
        <translation>Schalten Sie jeden ein und aus und sehen Sie auf die Last; ein Schalter wartet seine kürzesten Zeiten ab. Machen Sie inzwischen mit anderen Schritten weiter.</translation>
    </message>
    <message>
        <source>Take the operator&apos;s answer as soon as it is there; go on with other steps meanwhile.</source>
        <translation>Nehmen Sie die Antwort des Betreibers entgegen, sobald sie da ist; machen Sie inzwischen mit anderen Schritten weiter.</translation>
    </message>
    <message>
        <source>The agent does not run.</source>
        <translation>Die Zentrale läuft nicht.</translation>
    </message>
    <message>
        <source>The agent has to run first.</source>
        <translation>Zuerst muss die Zentrale laufen.</translation>
    </message>
    <message>
        <source>The agent is in its safe mode.</source>
        <translation>Die Zentrale ist in ihrem sicheren Modus.</translation>
    </message>
    <message>
        <source>The agent runs with the broker switched off.</source>
        <translation>Die Zentrale läuft mit ausgeschaltetem Broker.</translation>
    </message>
    <message>
        <source>The agent runs.</source>
        <translation>Die Zentrale läuft.</translation>
    </message>
    <message>
        <source>The chain proves that this home is a member.</source>
        <translation>Die Kette beweist, dass dieses Haus Mitglied ist.</translation>
    </message>
    <message>
        <source>The clock is set.</source>
        <translation>Die Uhr ist gestellt.</translation>
    </message>
    <message>
        <source>The keys are made, and the operator has been asked or can be.</source>
        <translation>Die Schlüssel sind gemacht, und der Betreiber ist gefragt oder kann es werden.</translation>
    </message>
    <message>
        <source>The keys of %1 are there.</source>
        <translation>Die Schlüssel von %1 sind da.</translation>
    </message>
    <message>
        <source>The meters on serial lines say what they count.</source>
        <translation>Die Zähler an seriellen Leitungen sagen, was sie zählen.</translation>
    </message>
    <message>
        <source>The operator&apos;s answer is not here yet.</source>
        <translation>Die Antwort des Betreibers ist noch nicht da.</translation>
    </message>
    <message>
        <source>The settings are right.</source>
        <translation>Die Einstellungen sind richtig.</translation>
    </message>
    <message>
        <source>The settings name no radio.</source>
        <translation>Die Einstellungen nennen keinen Funk.</translation>
    </message>
    <message>
        <source>The settings name the meters; no device joined.</source>
        <translation>Die Einstellungen nennen die Zähler; kein Gerät kam hinzu.</translation>
    </message>
    <message>
        <source>The settings say which meter counts what.</source>
        <translation>Die Einstellungen sagen, welcher Zähler was zählt.</translation>
    </message>
    <message>
        <source>The unit is not registered in the storage market.</source>
        <translation>Die Einheit ist im Speichermarkt nicht eingetragen.</translation>
    </message>
    <message>
        <source>The unit is registered.</source>
        <translation>Die Einheit ist eingetragen.</translation>
    </message>
    <message>
        <source>The grid meter says %1 Wh drawn, %2 Wh given.</source>
        <translation>Der Netzzähler sagt %1 Wh bezogen, %2 Wh abgegeben.</translation>
    </message>
    <message>
        <source>The generation meter says %1 Wh drawn, %2 Wh given.</source>
        <translation>Der Erzeugungszähler sagt %1 Wh bezogen, %2 Wh abgegeben.</translation>
    </message>
    <message>
        <source>The storage meter says %1 Wh drawn, %2 Wh given.</source>
        <translation>Der Speicherzähler sagt %1 Wh bezogen, %2 Wh abgegeben.</translation>
    </message>
    <message>
        <source>Compare with their displays.</source>
        <translation>Vergleichen Sie mit ihren Anzeigen.</translation>
    </message>
    <message>
        <source>This home is a member already.</source>
        <translation>Dieses Haus ist schon Mitglied.</translation>
    </message>
    <message>
        <source>This home only consumes; it has no unit.</source>
        <translation>Dieses Haus verbraucht nur; es hat keine Einheit.</translation>
    </message>
    <message>
        <source>Turn its sign round in the settings (or the clamp on its wire), then check again.</source>
        <translation>Drehen Sie sein Vorzeichen in den Einstellungen um (oder die Klemme an ihrem Draht), dann prüfen Sie nochmals.</translation>
    </message>
    <message>
        <source>Wait a moment.</source>
        <translation>Warten Sie einen Augenblick.</translation>
    </message>
    <message>
        <source>Wait until the chain is followed; else ask the operator.</source>
        <translation>Warten Sie, bis die Kette verfolgt wird; sonst fragen Sie den Betreiber.</translation>
    </message>
    <message>
        <source>Write a sealed backup once the last device is in; keep its passphrase apart from it.</source>
        <translation>Schreiben Sie eine versiegelte Sicherung, sobald das letzte Gerät da ist; verwahren Sie ihr Passwort getrennt.</translation>
    </message>
    <message>
        <source>Write the acceptance report, look through it together and hand the home over.</source>
        <translation>Schreiben Sie den Abnahmebericht, sehen Sie ihn gemeinsam durch und übergeben Sie das Haus.</translation>
    </message>
    <message>
        <source>Not yet: %1: %2 The checklist says what to do.</source>
        <translation>Noch nicht: %1: %2 Die Liste sagt, was zu tun ist.</translation>
    </message>
    <message>
        <source>The radio works.</source>
        <translation>Der Funk arbeitet.</translation>
    </message>
    <message>
        <source>The radio works on channel %1.</source>
        <translation>Der Funk arbeitet auf Kanal %1.</translation>
    </message>
    <message>
        <source>There is no radio.</source>
        <translation>Es gibt keinen Funk.</translation>
    </message>
    <message>
        <source>There is no relay with a role.</source>
        <translation>Es gibt keinen Schalter mit einer Aufgabe.</translation>
    </message>
    <message>
        <source>Without a radio there is no network to keep.</source>
        <translation>Ohne Funk gibt es kein Netz zu bewahren.</translation>
    </message>
    <message>
        <source>%1 MiB are free.</source>
        <translation>%1 MiB sind frei.</translation>
    </message>
    <message>
        <source>%1 answers.</source>
        <translation>%1 antwortet.</translation>
    </message>
    <message>
        <source>%1 becomes full: %2 MiB are left.</source>
        <translation>%1 wird voll: %2 MiB sind übrig.</translation>
    </message>
    <message>
        <source>%1 belongs to chain %2, the market to %3.</source>
        <translation>%1 gehört zu Kette %2, der Markt zu %3.</translation>
    </message>
    <message>
        <source>%1 cannot be written to: the card may be at its end.</source>
        <translation>Auf %1 kann nicht geschrieben werden: die Karte ist vielleicht am Ende.</translation>
    </message>
    <message>
        <source>%1 could not be read: %2.</source>
        <translation>%1 konnte nicht gelesen werden: %2.</translation>
    </message>
    <message>
        <source>%1 does not answer: %2.</source>
        <translation>%1 antwortet nicht: %2.</translation>
    </message>
    <message>
        <source>%1 is %2 blocks behind the others.</source>
        <translation>%1 ist %2 Blöcke hinter den anderen.</translation>
    </message>
    <message>
        <source>%1 is at block %2.</source>
        <translation>%1 ist bei Block %2.</translation>
    </message>
    <message>
        <source>%1 is full: %2 MiB are left.</source>
        <translation>%1 ist voll: %2 MiB sind übrig.</translation>
    </message>
    <message>
        <source>%1 is right.</source>
        <translation>%1 ist richtig.</translation>
    </message>
    <message>
        <source>%1 reports wait for the operator&apos;s receipt.</source>
        <translation>%1 Berichte warten auf die Bestätigung des Betreibers.</translation>
    </message>
    <message>
        <source>%1 serial devices are plugged in; %2 may be either.</source>
        <translation>%1 serielle Geräte sind eingesteckt; %2 kann jedes davon sein.</translation>
    </message>
    <message>
        <source>%1: %2 is not there.</source>
        <translation>%1: %2 ist nicht da.</translation>
    </message>
    <message>
        <source>The ZigBee stick</source>
        <translation>Der ZigBee-Stick</translation>
    </message>
    <message>
        <source>%1: %2 is there, but the agent&apos;s user may not open it.</source>
        <translation>%1: %2 ist da, aber der Benutzer der Zentrale darf es nicht öffnen.</translation>
    </message>
    <message>
        <source>%1: %2 is there.</source>
        <translation>%1: %2 ist da.</translation>
    </message>
    <message>
        <source>%1: %2 may be read by others (mode %3).</source>
        <translation>%1: %2 ist für andere lesbar (Modus %3).</translation>
    </message>
    <message>
        <source>The broker %1 cannot be used: %2.</source>
        <translation>Der Broker %1 ist nicht zu gebrauchen: %2.</translation>
    </message>
    <message>
        <source>%1: for its owner only.</source>
        <translation>%1: nur für den Eigentümer.</translation>
    </message>
    <message>
        <source>%1: hidden from you, as it should be.</source>
        <translation>%1: vor Ihnen verborgen, wie es sein soll.</translation>
    </message>
    <message>
        <source>A web page answers in the place of %1: this network asks for a log-in.</source>
        <translation>Statt %1 antwortet eine Webseite: dieses Netz verlangt eine Anmeldung.</translation>
    </message>
    <message>
        <source>Ask the operator for a new one.</source>
        <translation>Bitten Sie den Betreiber um ein neues.</translation>
    </message>
    <message>
        <source>Check the internet connection.</source>
        <translation>Prüfen Sie die Internetverbindung.</translation>
    </message>
    <message>
        <source>Check the internet connection; if others answer, tell the node&apos;s operator.</source>
        <translation>Prüfen Sie die Internetverbindung; antworten andere, sagen Sie es dem Betreiber des Knotens.</translation>
    </message>
    <message>
        <source>Check the path, or run this as root or as a member of the installers&apos; group.</source>
        <translation>Prüfen Sie den Pfad, oder starten Sie dies als root oder als Mitglied der Gruppe der Installateure.</translation>
    </message>
    <message>
        <source>Connect the box to the internet; the time comes from there.</source>
        <translation>Verbinden Sie das Gerät mit dem Internet; die Zeit kommt von dort.</translation>
    </message>
    <message>
        <source>Correct it in %1.</source>
        <translation>Berichtigen Sie es in %1.</translation>
    </message>
    <message>
        <source>End what else runs on this box.</source>
        <translation>Beenden Sie, was sonst auf diesem Gerät läuft.</translation>
    </message>
    <message>
        <source>Give it air, or a heat sink: it slows itself down.</source>
        <translation>Geben Sie ihm Luft oder einen Kühlkörper: es bremst sich selbst.</translation>
    </message>
    <message>
        <source>Give it air.</source>
        <translation>Geben Sie ihm Luft.</translation>
    </message>
    <message>
        <source>Look at it under Devices.</source>
        <translation>Sehen Sie es unter Geräte an.</translation>
    </message>
    <message>
        <source>Make it again during commissioning, or put it back from the backup.</source>
        <translation>Machen Sie es bei der Inbetriebnahme neu, oder holen Sie es aus der Sicherung.</translation>
    </message>
    <message>
        <source>Make room, or put in a larger card.</source>
        <translation>Schaffen Sie Platz, oder setzen Sie eine größere Karte ein.</translation>
    </message>
    <message>
        <source>Name a node of the market&apos;s chain.</source>
        <translation>Nennen Sie einen Knoten der Kette des Marktes.</translation>
    </message>
    <message>
        <source>Name a second one, of another owner.</source>
        <translation>Nennen Sie einen zweiten, von einem anderen Eigentümer.</translation>
    </message>
    <message>
        <source>No meter is connected.</source>
        <translation>Kein Zähler ist angeschlossen.</translation>
    </message>
    <message>
        <source>No node of the chain answers, so nothing can be traded.</source>
        <translation>Kein Knoten der Kette antwortet, darum kann nichts gehandelt werden.</translation>
    </message>
    <message>
        <source>Nothing, if it falls within an hour.</source>
        <translation>Nichts, wenn es innerhalb einer Stunde sinkt.</translation>
    </message>
    <message>
        <source>Only %1 MiB of memory are free.</source>
        <translation>Nur %1 MiB Arbeitsspeicher sind frei.</translation>
    </message>
    <message>
        <source>Only one node is named: when it is away, trading stops.</source>
        <translation>Nur ein Knoten ist genannt: ist er weg, ruht der Handel.</translation>
    </message>
    <message>
        <source>Open any page with a phone in the same network and log in, or use a cable.</source>
        <translation>Öffnen Sie mit einem Telefon im selben Netz irgendeine Seite und melden Sie sich an, oder nehmen Sie ein Kabel.</translation>
    </message>
    <message>
        <source>Our certificate for %1 expires in %2 days.</source>
        <translation>Unser Zertifikat für %1 läuft in %2 Tagen ab.</translation>
    </message>
    <message>
        <source>Our certificate for %1 has expired.</source>
        <translation>Unser Zertifikat für %1 ist abgelaufen.</translation>
    </message>
    <message>
        <source>Plug it in, or name another in the settings: %1.</source>
        <translation>Stecken Sie ihn ein, oder nennen Sie einen anderen in den Einstellungen: %1.</translation>
    </message>
    <message>
        <source>Plug it in. No serial device is connected at all; try another USB socket or cable.</source>
        <translation>Stecken Sie ihn ein. Es ist gar kein serielles Gerät angeschlossen; versuchen Sie eine andere USB-Buchse oder ein anderes Kabel.</translation>
    </message>
    <message>
        <source>Put the user gridhearth into the group dialout.</source>
        <translation>Nehmen Sie den Benutzer gridhearth in die Gruppe dialout auf.</translation>
    </message>
    <message>
        <source>Replace the card, then restore the backup.</source>
        <translation>Ersetzen Sie die Karte, dann stellen Sie die Sicherung her.</translation>
    </message>
    <message>
        <source>Reports are kept meanwhile. Check the address, the port and the certificates.</source>
        <translation>Berichte werden inzwischen aufbewahrt. Prüfen Sie Adresse, Port und Zertifikate.</translation>
    </message>
    <message>
        <source>Tell the node&apos;s operator.</source>
        <translation>Sagen Sie es dem Betreiber des Knotens.</translation>
    </message>
    <message>
        <source>The agent does not answer.</source>
        <translation>Die Zentrale antwortet nicht.</translation>
    </message>
    <message>
        <source>The clock was never set since the power came.</source>
        <translation>Die Uhr wurde nie gestellt, seit der Strom da ist.</translation>
    </message>
    <message>
        <source>The processor is at %1.</source>
        <translation>Der Prozessor hat %1.</translation>
    </message>
    <message>
        <source>The time service has not set the clock yet, so nothing is traded.</source>
        <translation>Der Zeitdienst hat die Uhr noch nicht gestellt, darum wird nicht gehandelt.</translation>
    </message>
    <message>
        <source>The time service has set the clock.</source>
        <translation>Der Zeitdienst hat die Uhr gestellt.</translation>
    </message>
    <message>
        <source>The voltage is too low now.</source>
        <translation>Die Spannung ist jetzt zu niedrig.</translation>
    </message>
    <message>
        <source>The voltage was too low at least once since the power came.</source>
        <translation>Die Spannung war mindestens einmal zu niedrig, seit der Strom da ist.</translation>
    </message>
    <message>
        <source>Unplug the other one, or name the right one: %1.</source>
        <translation>Ziehen Sie den anderen heraus, oder nennen Sie den richtigen: %1.</translation>
    </message>
    <message>
        <source>Use the power supply that belongs to this Pi, and a short cable.</source>
        <translation>Nehmen Sie das Netzteil, das zu diesem Pi gehört, und ein kurzes Kabel.</translation>
    </message>
    <message>
        <source>Wait a minute; if it stays, let the network pass NTP (UDP port 123).</source>
        <translation>Warten Sie eine Minute; bleibt es so, lassen Sie NTP (UDP-Port 123) durch das Netz.</translation>
    </message>
    <message>
        <source>%1 The clock was never set (it is before 2025 for this box): no certificate can be checked until the time service (NTP, UDP port 123) is reached.</source>
        <translation>%1 Die Uhr wurde nie gestellt (für dieses Gerät ist es vor 2025): kein Zertifikat kann geprüft werden, bis der Zeitdienst (NTP, UDP-Port 123) erreicht ist.</translation>
    </message>
    <message>
        <source>Check the box&apos;s internet connection; or show the operator the request on the screen.</source>
        <translation>Prüfen Sie die Internetverbindung des Geräts; oder zeigen Sie dem Betreiber den Antrag auf dem Bildschirm.</translation>
    </message>
    <message>
        <source>The keys and the request are being made.</source>
        <translation>Die Schlüssel und der Antrag werden gemacht.</translation>
    </message>
    <message>
        <source>The operator has to see the same number; then wait, the answer is fetched by itself.</source>
        <translation>Der Betreiber muss dieselbe Zahl sehen; dann warten Sie, die Antwort wird von selbst geholt.</translation>
    </message>
    <message>
        <source>The operator let this box in.</source>
        <translation>Der Betreiber hat dieses Gerät aufgenommen.</translation>
    </message>
    <message>
        <source>The operator refused this box: %1</source>
        <translation>Der Betreiber hat dieses Gerät abgewiesen: %1</translation>
    </message>
    <message>
        <source>The operator&apos;s answer is here and is being taken.</source>
        <translation>Die Antwort des Betreibers ist da und wird übernommen.</translation>
    </message>
    <message>
        <source>The request could not be sent yet.</source>
        <translation>Der Antrag konnte noch nicht gesendet werden.</translation>
    </message>
    <message>
        <source>The request is made; the operator&apos;s answer is not here yet.</source>
        <translation>Der Antrag ist gestellt; die Antwort des Betreibers ist noch nicht da.</translation>
    </message>
    <message>
        <source>This box has not asked to join a market.</source>
        <translation>Dieses Gerät hat nicht um Aufnahme in einen Markt gebeten.</translation>
    </message>
    <message>
        <source>Wait a moment; it goes on by itself.</source>
        <translation>Warten Sie einen Augenblick; es geht von selbst weiter.</translation>
    </message>
    <message>
        <source>Ask the operator for a new code, then: %1</source>
        <translation>Bitten Sie den Betreiber um einen neuen Code, dann: %1</translation>
    </message>
    <message>
        <source>Ask the operator for a one-time code, then: %1</source>
        <translation>Bitten Sie den Betreiber um einen Einmalcode, dann: %1</translation>
    </message>
    <message>
        <source>The address %1 is not 16 hexadecimal digits.</source>
        <translation>Die Adresse %1 hat nicht 16 hexadezimale Ziffern.</translation>
    </message>
    <message>
        <source>The address %1 is that of no device.</source>
        <translation>Die Adresse %1 ist die keines Geräts.</translation>
    </message>
    <message>
        <source>The checksum %1 does not fit the digits before it: one digit or more is wrong. Compare 0 with D, 8 with B and 1 with 7.</source>
        <translation>Die Prüfsumme %1 passt nicht zu den Ziffern davor: eine oder mehrere sind falsch. Vergleichen Sie 0 mit D, 8 mit B und 1 mit 7.</translation>
    </message>
    <message>
        <source>The code has %1 digits; allowed: %2.</source>
        <translation>Der Code hat %1 Ziffern; erlaubt: %2.</translation>
    </message>
    <message>
        <source>The code has characters that are no digits (%1); allowed: %2.</source>
        <translation>Der Code hat Zeichen, die keine Ziffern sind (%1); erlaubt: %2.</translation>
    </message>
    <message>
        <source>The device&apos;s address is missing: 16 hexadecimal digits, on the label too.</source>
        <translation>Die Adresse des Geräts fehlt: 16 hexadezimale Ziffern, auch auf dem Schild.</translation>
    </message>
    <message>
        <source>The label is of device %1, not of %2.</source>
        <translation>Das Schild ist von Gerät %1, nicht von %2.</translation>
    </message>
    <message>
        <source>Remove what does not belong on this card, or call your installer for a larger one.</source>
        <translation>Entfernen Sie, was nicht auf diese Karte gehört, oder bitten Sie Ihren Installateur um eine größere.</translation>
    </message>
    <message>
        <source>The disk is almost full: what was begun is finished, nothing new is ordered.</source>
        <translation>Der Speicher ist fast voll: Begonnenes wird beendet, Neues nicht bestellt.</translation>
    </message>
    <message>
        <source>The disk is full or cannot be written: nothing is signed any more.</source>
        <translation>Der Speicher ist voll oder nicht beschreibbar: nichts wird mehr unterschrieben.</translation>
    </message>
    <message>
        <source>Look at what it said (journalctl -u gridhearth), then: gridhearth resume.</source>
        <translation>Sehen Sie nach, was sie sagte (journalctl -u gridhearth), dann: gridhearth resume.</translation>
    </message>
    <message>
        <source>The agent broke down again and again; it decides nothing until somebody lets it go on.</source>
        <translation>Die Zentrale ist immer wieder abgebrochen; sie entscheidet nichts, bis sie jemand weitermachen lässt.</translation>
    </message>
    <message>
        <source>Run: gridhearth config check. Correct what it names, then restart the service.</source>
        <translation>Starten Sie: gridhearth config check. Berichtigen Sie, was es nennt, dann starten Sie den Dienst neu.</translation>
    </message>
    <message>
        <source>The settings that worked last have another %1: they are not used.</source>
        <translation>Die zuletzt brauchbaren Einstellungen haben anderes: %1; sie werden nicht verwendet.</translation>
    </message>
    <message>
        <source>A vote for a parameter names the parameter and its value, and no address.</source>
        <translation>Eine Stimme für einen Parameter nennt den Parameter und seinen Wert, und keine Adresse.</translation>
    </message>
    <message>
        <source>A vote for a person names the address, and no parameter.</source>
        <translation>Eine Stimme für eine Person nennt die Adresse, und keinen Parameter.</translation>
    </message>
    <message>
        <source>Nothing is done at the storage contract: %1.</source>
        <translation>Am Speichervertrag geschieht nichts: %1.</translation>
    </message>
    <message>
        <source>The same is under way already; its outcome shows within some blocks.</source>
        <translation>Dasselbe ist schon unterwegs; sein Ausgang zeigt sich nach einigen Blöcken.</translation>
    </message>
    <message>
        <source>This home has no vote in the storage contract.</source>
        <translation>Dieses Haus hat im Speichervertrag keine Stimme.</translation>
    </message>
    <message>
        <source>A report of energy into the battery was not accepted %1 time(s): %2.</source>
        <translation>Eine Meldung der Energie in die Batterie wurde %1-mal nicht angenommen: %2.</translation>
    </message>
    <message>
        <source>A report of energy out of the battery was not accepted %1 time(s): %2.</source>
        <translation>Eine Meldung der Energie aus der Batterie wurde %1-mal nicht angenommen: %2.</translation>
    </message>
    <message>
        <source>A report of energy in it was not accepted %1 time(s): %2.</source>
        <translation>Eine Meldung der Energie darin wurde %1-mal nicht angenommen: %2.</translation>
    </message>
    <message>
        <source>If the meter was exchanged or reset, your installer confirms it (device.assign with replace); otherwise the energy comes back by itself.</source>
        <translation>Wurde der Zähler getauscht oder zurückgesetzt, bestätigt es Ihr Installateur (device.assign mit replace); sonst kommt die Energie von selbst wieder.</translation>
    </message>
    <message>
        <source>Nothing is reported: the storage contract is not what the settings say.</source>
        <translation>Nichts wird gemeldet: der Speichervertrag ist nicht, was die Einstellungen sagen.</translation>
    </message>
    <message>
        <source>The register of the storage unit&apos;s meter %1. Nothing is reported from it.</source>
        <translation>Das Zählwerk des Zählers der Speichereinheit %1. Daraus wird nichts gemeldet.</translation>
    </message>
    <message>
        <source>ran backwards (was it reset, or exchanged?)</source>
        <translation>lief rückwärts (zurückgesetzt oder getauscht?)</translation>
    </message>
    <message>
        <source>jumped further than the battery can have moved</source>
        <translation>sprang weiter, als die Batterie bewegt haben kann</translation>
    </message>
    <message>
        <source>is none that a meter can have</source>
        <translation>ist keines, das ein Zähler haben kann</translation>
    </message>
    <message>
        <source>said two things at once</source>
        <translation>sagte zweierlei zugleich</translation>
    </message>
    <message>
        <source>is not believed</source>
        <translation>wird nicht geglaubt</translation>
    </message>
    <message>
        <source>The storage contract %1 is not what the settings say: %2.</source>
        <translation>Der Speichervertrag %1 ist nicht, was die Einstellungen sagen: %2.</translation>
    </message>
    <message>
        <source>Nothing is done there; the auction goes on.</source>
        <translation>Dort geschieht nichts; die Auktion geht weiter.</translation>
    </message>
    <message>
        <source>This was found %1 times.</source>
        <translation>Das wurde %1-mal festgestellt.</translation>
    </message>
    <message>
        <source>Compare contract, dialect and code_hash under [storage] with what the storage market&apos;s voters publish, correct them, and start the agent again.</source>
        <translation>Vergleichen Sie contract, dialect und code_hash unter [storage] mit dem, was die Stimmberechtigten des Speichermarkts veröffentlichen, berichtigen Sie sie und starten Sie die Zentrale neu.</translation>
    </message>
    <message>
        <source>The storage unit is not registered, or was removed by a vote; nothing is lost: what it counts stays open.</source>
        <translation>Die Speichereinheit ist nicht eingetragen oder wurde durch Abstimmung entfernt; nichts geht verloren: alles Gezählte bleibt offen.</translation>
    </message>
    <message>
        <source>%1 was accepted.</source>
        <translation>%1 wurde angenommen.</translation>
    </message>
    <message>
        <source>This contract&apos;s reader cannot read it yet.</source>
        <translation>Der Leser dieses Vertrags kann es noch nicht lesen.</translation>
    </message>
    <message>
        <source>This home takes no part in a storage market: its settings have no [storage] table. Add it, and start the agent again.</source>
        <translation>Dieses Haus nimmt an keinem Speichermarkt teil: seine Einstellungen haben keine Tabelle [storage]. Fügen Sie sie hinzu und starten Sie die Zentrale neu.</translation>
    </message>
    <message>
        <source>It was restored from a backup: what waited then is not sent again.</source>
        <translation>Es wurde aus einer Sicherung hergestellt: was damals wartete, wird nicht noch einmal gesendet.</translation>
    </message>
    <message>
        <source>This home was restored from a backup; it trades again after %1.</source>
        <translation>Dieses Haus wurde aus einer Sicherung hergestellt; es handelt wieder nach %1.</translation>
    </message>
    <message>
        <source>Check the internet connection and that the nodes are right; it is tried again by itself.</source>
        <translation>Prüfen Sie die Internetverbindung, und ob die Knoten stimmen; es wird von selbst wieder versucht.</translation>
    </message>
    <message>
        <source>Encrypt the key as docs/configuration.md says, then start the agent again.</source>
        <translation>Verschlüsseln Sie den Schlüssel, wie docs/configuration.md sagt, dann starten Sie die Zentrale neu.</translation>
    </message>
    <message>
        <source>Joining makes the keys; with a code on the card by itself, else: %1</source>
        <translation>Der Beitritt macht die Schlüssel; mit einem Code auf der Karte von selbst, sonst: %1</translation>
    </message>
    <message>
        <source>Put the market&apos;s network file there; the operator hands it out.</source>
        <translation>Legen Sie die Netzdatei des Marktes dorthin; der Betreiber gibt sie aus.</translation>
    </message>
    <message>
        <source>The chain has not proven the market&apos;s times yet: this home has never been connected.</source>
        <translation>Die Kette hat die Zeiten des Marktes noch nicht bewiesen: dieses Haus war nie verbunden.</translation>
    </message>
    <message>
        <source>The market&apos;s network file %1 is not here yet.</source>
        <translation>Die Netzdatei %1 des Marktes ist noch nicht da.</translation>
    </message>
    <message>
        <source>This box has no keys yet (%1).</source>
        <translation>Dieses Gerät hat noch keine Schlüssel (%1).</translation>
    </message>
    <message>
        <source>The radio is starting.</source>
        <translation>Der Funk startet.</translation>
    </message>
    <message>
        <source>The radio is stopped.</source>
        <translation>Der Funk steht.</translation>
    </message>
    <message>
        <source>The radio is up.</source>
        <translation>Der Funk läuft.</translation>
    </message>
    <message>
        <source>The radio&apos;s driver failed.</source>
        <translation>Der Treiber des Funks ist gescheitert.</translation>
    </message>
    <message>
        <source>The stick did not answer; the radio is built anew.</source>
        <translation>Der Stick hat nicht geantwortet; der Funk wird neu aufgebaut.</translation>
    </message>
    <message>
        <source>The stick does not answer every command.</source>
        <translation>Der Stick antwortet nicht auf jeden Befehl.</translation>
    </message>
    <message>
        <source>The stick has another network than the one of this home: put the right stick in, or restore this home&apos;s backup onto it.</source>
        <translation>Der Stick hat ein anderes Netz als das dieses Hauses: stecken Sie den richtigen ein, oder stellen Sie die Sicherung dieses Hauses darauf her.</translation>
    </message>
    <message>
        <source>The stick has lost the network of this home: restore the backup, or form a new one and pair every device again.</source>
        <translation>Der Stick hat das Netz dieses Hauses verloren: stellen Sie die Sicherung her, oder bilden Sie ein neues und melden Sie jedes Gerät neu an.</translation>
    </message>
    <message>
        <source>The stick has no network yet: form one, or restore a backup.</source>
        <translation>Der Stick hat noch kein Netz: bilden Sie eines, oder stellen Sie eine Sicherung her.</translation>
    </message>
    <message>
        <source>The stick was lost: %1.</source>
        <translation>Der Stick ging verloren: %1.</translation>
    </message>
    <message>
        <source>It could not be set up yet (%1).</source>
        <translation>Es konnte noch nicht eingerichtet werden (%1).</translation>
    </message>
    <message>
        <source>It has neither a meter nor a relay that could be used.</source>
        <translation>Es hat weder einen Zähler noch einen Schalter, der zu gebrauchen wäre.</translation>
    </message>
    <message>
        <source>It speaks a maker&apos;s own language (Tuya datapoints) that no profile here explains.</source>
        <translation>Es spricht die eigene Sprache eines Herstellers (Tuya-Datenpunkte), die kein Profil hier erklärt.</translation>
    </message>
    <message>
        <source>It did not answer; what was known of it still holds.</source>
        <translation>Es hat nicht geantwortet; was von ihm bekannt war, gilt weiter.</translation>
    </message>
    <message>
        <source>It did not say what it is; it is asked again in %1 s.</source>
        <translation>Es hat nicht gesagt, was es ist; in %1 s wird wieder gefragt.</translation>
    </message>
    <message>
        <source>It is a %1; it is set up.</source>
        <translation>Es ist ein Gerät %1; es wird eingerichtet.</translation>
    </message>
    <message>
        <source>It is asked what it is.</source>
        <translation>Es wird gefragt, was es ist.</translation>
    </message>
    <message>
        <source>It is ready.</source>
        <translation>Es ist bereit.</translation>
    </message>
    <message>
        <source>It joined the network.</source>
        <translation>Es ist dem Netz beigetreten.</translation>
    </message>
    <message>
        <source>It left the network.</source>
        <translation>Es hat das Netz verlassen.</translation>
    </message>
    <message>
        <source>It was not expected, and was sent away.</source>
        <translation>Es wurde nicht erwartet und weggeschickt.</translation>
    </message>
    <message>
        <source>It was removed from the network.</source>
        <translation>Es wurde aus dem Netz entfernt.</translation>
    </message>
    <message>
        <source>It has not been read yet.</source>
        <translation>Es wurde noch nicht gelesen.</translation>
    </message>
    <message>
        <source>It has not said anything for too long; the last registers still hold.</source>
        <translation>Es hat zu lange nichts gesagt; die letzten Zählerstände gelten noch.</translation>
    </message>
    <message>
        <source>It sent a register that cannot be.</source>
        <translation>Es hat einen Zählerstand geschickt, den es nicht geben kann.</translation>
    </message>
    <message>
        <source>Its register fell; it is watched before it is believed.</source>
        <translation>Sein Zählerstand fiel; er wird beobachtet, bevor man ihm glaubt.</translation>
    </message>
    <message>
        <source>Its register jumped further than the connection can carry; it is watched before it is believed.</source>
        <translation>Sein Zählerstand sprang weiter, als der Anschluss trägt; er wird beobachtet, bevor man ihm glaubt.</translation>
    </message>
    <message>
        <source>The first register was read; a second one has to agree before it counts.</source>
        <translation>Der erste Zählerstand wurde gelesen; ein zweiter muss dazu passen, bevor er zählt.</translation>
    </message>
    <message>
        <source>Demand says %1 W and active power %2 W: one is scaled %3 times too large.</source>
        <translation>Der Bedarf sagt %1 W und die Wirkleistung %2 W: eines ist %3-mal zu groß.</translation>
    </message>
    <message>
        <source>Demand says %1 W and active power %2 W: one of them has a wrong sign.</source>
        <translation>Der Bedarf sagt %1 W und die Wirkleistung %2 W: eines hat ein falsches Vorzeichen.</translation>
    </message>
    <message>
        <source>Only %1 of 3 phases gave a power; no total is known.</source>
        <translation>Nur %1 von 3 Phasen gaben eine Leistung an; die Summe ist nicht bekannt.</translation>
    </message>
    <message>
        <source>Its position after a power cut could not be set: %1.</source>
        <translation>Seine Stellung nach einem Stromausfall konnte nicht gesetzt werden: %1.</translation>
    </message>
    <message>
        <source>Its position after a power cut is its own choice (no StartUpOnOff).</source>
        <translation>Seine Stellung nach einem Stromausfall wählt es selbst (kein StartUpOnOff).</translation>
    </message>
    <message>
        <source>It does not report %1 of cluster %2; that is polled.</source>
        <translation>Es meldet %1 von Cluster %2 nicht; das wird abgefragt.</translation>
    </message>
    <message>
        <source>Its reports (cluster %1) could not be set up: %2.</source>
        <translation>Seine Meldungen (Cluster %1) konnten nicht eingerichtet werden: %2.</translation>
    </message>
    <message>
        <source>The device does not say the scale of its %1; %2/%3 from profile %4 was assumed.</source>
        <translation>Das Gerät nennt den Maßstab nicht (%1); %2/%3 aus Profil %4 wurde angenommen.</translation>
    </message>
    <message>
        <source>The device hides the scale of its %1 (%2): the numbers may be 10, 100 or 1 000 times too large, so they are not used. A profile with its scale would help.</source>
        <translation>Das Gerät verbirgt den Maßstab (%1; %2): die Zahlen können 10-, 100- oder 1 000-mal zu groß sein, darum werden sie nicht verwendet. Ein Profil mit seinem Maßstab würde helfen.</translation>
    </message>
    <message>
        <source>Datapoint %1 held no register (%2).</source>
        <translation>Datenpunkt %1 enthielt keinen Zählerstand (%2).</translation>
    </message>
    <message>
        <source>Datapoint %1 was not eight packed bytes.</source>
        <translation>Datenpunkt %1 waren nicht acht gepackte Bytes.</translation>
    </message>
    <message>
        <source>It has sent no energy register yet; power alone cannot be settled.</source>
        <translation>Es hat noch keinen Energiestand geschickt; Leistung allein kann nicht abgerechnet werden.</translation>
    </message>
    <message>
        <source>Its power has no sign: it cannot tell drawing from giving; its registers can.</source>
        <translation>Seine Leistung hat kein Vorzeichen: sie unterscheidet Bezug und Abgabe nicht; seine Zählerstände können es.</translation>
    </message>
    <message>
        <source>Register %1 was below zero (%2); not used.</source>
        <translation>Zählerstand %1 war unter null (%2); nicht verwendet.</translation>
    </message>
    <message>
        <source>The %1 register was below zero; not used.</source>
        <translation>Der Zählerstand (%1) war unter null; nicht verwendet.</translation>
    </message>
    <message>
        <source>The device does not say its unit; kWh was assumed.</source>
        <translation>Das Gerät nennt seine Einheit nicht; kWh wurde angenommen.</translation>
    </message>
    <message>
        <source>The report of %1 into the battery</source>
        <translation>Die Meldung von %1 in die Batterie</translation>
    </message>
    <message>
        <source>The report of %1 out of the battery</source>
        <translation>Die Meldung von %1 aus der Batterie</translation>
    </message>
    <message>
        <source>The report that the battery holds %1</source>
        <translation>Die Meldung, dass die Batterie %1 hält</translation>
    </message>
    <message>
        <source>%1: its outcome is being proven.</source>
        <translation>%1: ihr Ausgang wird bewiesen.</translation>
    </message>
    <message>
        <source>%1 is on its way.</source>
        <translation>%1 ist unterwegs.</translation>
    </message>
    <message>
        <source>%1 is being signed.</source>
        <translation>%1 wird unterschrieben.</translation>
    </message>
    <message>
        <source>%1 was refused: %2.</source>
        <translation>%1 wurde abgewiesen: %2.</translation>
    </message>
    <message>
        <source>%1 was not carried out: %2.</source>
        <translation>%1 wurde nicht ausgeführt: %2.</translation>
    </message>
    <message>
        <source>the call could not be carried out</source>
        <translation>der Aufruf konnte nicht ausgeführt werden</translation>
    </message>
    <message>
        <source>the contract said: %1</source>
        <translation>der Vertrag sagte: %1</translation>
    </message>
    <message>
        <source>the contract gave no reason</source>
        <translation>der Vertrag gab keinen Grund an</translation>
    </message>
    <message>
        <source>The energy stays open.</source>
        <translation>Die Energie bleibt offen.</translation>
    </message>
    <message>
        <source>It is tried again by itself.</source>
        <translation>Es wird von selbst wieder versucht.</translation>
    </message>
    <message>
        <source>The battery says it holds %1; by its meter (%2 in, %3 out since it was last compared) it should be %4.</source>
        <translation>Die Batterie sagt, sie hält %1; nach ihrem Zähler (%2 hinein, %3 heraus seit dem letzten Vergleich) müssten es %4 sein.</translation>
    </message>
    <message>
        <source>The battery says it holds %1; by its meter (%2 in, %3 out since it was last compared) it should be %4 to %5.</source>
        <translation>Die Batterie sagt, sie hält %1; nach ihrem Zähler (%2 hinein, %3 heraus seit dem letzten Vergleich) müssten es %4 bis %5 sein.</translation>
    </message>
    <message>
        <source>The %1 was exchanged; its registers go on as soon as two readings agree.</source>
        <translation>Der %1 wurde getauscht; seine Zählung geht weiter, sobald zwei Ablesungen übereinstimmen.</translation>
    </message>
    <message>
        <source>The %1 is not on a serial line of the settings.</source>
        <translation>Der %1 ist an keiner seriellen Leitung der Einstellungen.</translation>
    </message>
    <message>
        <source>A device of the radio is exchanged by giving the role to another one.</source>
        <translation>Ein Gerät des Funks wird getauscht, indem ein anderes die Aufgabe bekommt.</translation>
    </message>
    <message>
        <source>The %1 is on a serial line: the settings name it under [[meters.lines]]. Take it out there first, or exchange the meter on the line (%2).</source>
        <translation>Der %1 ist an einer seriellen Leitung: die Einstellungen nennen ihn unter [[meters.lines]]. Nehmen Sie ihn erst dort heraus, oder tauschen Sie den Zähler an der Leitung (%2).</translation>
    </message>
    <message>
        <source>The box</source>
        <translation>Das Gerät</translation>
    </message>
    <message>
        <source>The time</source>
        <translation>Die Uhrzeit</translation>
    </message>
    <message>
        <source>The settings</source>
        <translation>Die Einstellungen</translation>
    </message>
    <message>
        <source>The keys and the request</source>
        <translation>Die Schlüssel und der Antrag</translation>
    </message>
    <message>
        <source>The agent</source>
        <translation>Die Zentrale</translation>
    </message>
    <message>
        <source>The radio</source>
        <translation>Der Funk</translation>
    </message>
    <message>
        <source>Devices in the network</source>
        <translation>Geräte im Netz</translation>
    </message>
    <message>
        <source>Which meter counts what</source>
        <translation>Welcher Zähler was zählt</translation>
    </message>
    <message>
        <source>Live check of each meter</source>
        <translation>Probe jedes Zählers</translation>
    </message>
    <message>
        <source>Relays switched on and off</source>
        <translation>Schalter ein- und ausgeschaltet</translation>
    </message>
    <message>
        <source>The battery&apos;s unit</source>
        <translation>Die Einheit der Batterie</translation>
    </message>
    <message>
        <source>Meters on serial lines</source>
        <translation>Zähler an seriellen Leitungen</translation>
    </message>
    <message>
        <source>Member of the market</source>
        <translation>Mitglied des Marktes</translation>
    </message>
    <message>
        <source>The market&apos;s chain</source>
        <translation>Die Kette des Marktes</translation>
    </message>
    <message>
        <source>The operator&apos;s broker</source>
        <translation>Der Broker des Betreibers</translation>
    </message>
    <message>
        <source>The household&apos;s PIN</source>
        <translation>Die PIN des Haushalts</translation>
    </message>
    <message>
        <source>Backup of the network</source>
        <translation>Sicherung des Netzes</translation>
    </message>
    <message>
        <source>Handed over</source>
        <translation>Übergeben</translation>
    </message>
    <message>
        <source>It is not reported.</source>
        <translation>Es wird nicht gemeldet.</translation>
    </message>
    <message>
        <source>The battery holds %1, the contract %2: %3 more, which was in it before reporting began or was believed lost.</source>
        <translation>Die Batterie hält %1, der Vertrag %2: %3 mehr, die schon vor dem Melden darin waren oder als verloren galten.</translation>
    </message>
    <message>
        <source>The battery holds %1, the contract %2: %3 less; %4.</source>
        <translation>Die Batterie hält %1, der Vertrag %2: %3 weniger; %4.</translation>
    </message>
    <message>
        <source>%1 were lost in charging, discharging and standing</source>
        <translation>%1 gingen beim Laden, Entladen und Stehen verloren</translation>
    </message>
    <message>
        <source>%1 were lost in charging, discharging and standing, %2 % of what went in</source>
        <translation>%1 gingen beim Laden, Entladen und Stehen verloren, %2 % dessen, was hineinging</translation>
    </message>
    <message>
        <source>%1 left the battery without a session</source>
        <translation>%1 verließen die Batterie ohne Sitzung</translation>
    </message>
    <message>
        <source>The settings are refused; the agent runs with the ones that worked last, and does not trade: nobody can tell what was changed.</source>
        <translation>Die Einstellungen sind abgewiesen; die Zentrale läuft mit den zuletzt brauchbaren und handelt nicht: niemand weiß, was geändert wurde.</translation>
    </message>
    <message>
        <source>The settings are refused; the agent runs with the ones that worked last, and does not trade: the limits were changed.</source>
        <translation>Die Einstellungen sind abgewiesen; die Zentrale läuft mit den zuletzt brauchbaren und handelt nicht: die Grenzen wurden geändert.</translation>
    </message>
    <message>
        <source>The settings are refused; the agent runs with the ones that worked last, and goes on.</source>
        <translation>Die Einstellungen sind abgewiesen; die Zentrale läuft mit den zuletzt brauchbaren und macht weiter.</translation>
    </message>
    <message>
        <source>final</source>
        <translation>endgültig</translation>
    </message>
    <message>
        <source>traded</source>
        <translation>gehandelt</translation>
    </message>
    <message>
        <source>Cycle %1: %2 metered of %3 agreed, penalty %4, income %5.</source>
        <translation>Runde %1: %2 gezählt von %3 vereinbart, Strafe %4, Einnahme %5.</translation>
    </message>
    <message>
        <source>Cycle %1: %2 metered of %3 agreed, penalty %4, bill %5.</source>
        <translation>Runde %1: %2 gezählt von %3 vereinbart, Strafe %4, Rechnung %5.</translation>
    </message>
    <message>
        <source>Cycle %1: %2 metered of %3 agreed, penalty %4, income %5 (not verified).</source>
        <translation>Runde %1: %2 gezählt von %3 vereinbart, Strafe %4, Einnahme %5 (nicht geprüft).</translation>
    </message>
    <message>
        <source>Cycle %1: %2 metered of %3 agreed, penalty %4, bill %5 (not verified).</source>
        <translation>Runde %1: %2 gezählt von %3 vereinbart, Strafe %4, Rechnung %5 (nicht geprüft).</translation>
    </message>
    <message>
        <source>Waiting to sell %1 between %2 and %3.</source>
        <translation>Wartet darauf, %1 zwischen %2 und %3 zu verkaufen.</translation>
    </message>
    <message>
        <source>Waiting to sell %1 between %2 and %3, preferably within %4 m.</source>
        <translation>Wartet darauf, %1 zwischen %2 und %3 zu verkaufen, möglichst innerhalb von %4 m.</translation>
    </message>
    <message>
        <source>Waiting to buy %1 between %2 and %3.</source>
        <translation>Wartet darauf, %1 zwischen %2 und %3 zu kaufen.</translation>
    </message>
    <message>
        <source>Waiting to buy %1 between %2 and %3, preferably within %4 m.</source>
        <translation>Wartet darauf, %1 zwischen %2 und %3 zu kaufen, möglichst innerhalb von %4 m.</translation>
    </message>
    <message>
        <source>Repeated every cycle: sell %1 between %2 and %3.</source>
        <translation>Jede Runde wiederholt: %1 zwischen %2 und %3 verkaufen.</translation>
    </message>
    <message>
        <source>Repeated every cycle: sell %1 between %2 and %3, preferably within %4 m.</source>
        <translation>Jede Runde wiederholt: %1 zwischen %2 und %3 verkaufen, möglichst innerhalb von %4 m.</translation>
    </message>
    <message>
        <source>Repeated every cycle: buy %1 between %2 and %3.</source>
        <translation>Jede Runde wiederholt: %1 zwischen %2 und %3 kaufen.</translation>
    </message>
    <message>
        <source>Repeated every cycle: buy %1 between %2 and %3, preferably within %4 m.</source>
        <translation>Jede Runde wiederholt: %1 zwischen %2 und %3 kaufen, möglichst innerhalb von %4 m.</translation>
    </message>
    <message>
        <source>1 try</source>
        <translation>1 Versuch</translation>
    </message>
    <message>
        <source>The PIN is as it was: %1.</source>
        <translation>Die PIN ist wie zuvor: %1.</translation>
    </message>
    <message>
        <source>The PIN was not looked at: %1.</source>
        <translation>Die PIN wurde nicht geprüft: %1.</translation>
    </message>
    <message>
        <source>The PIN is right. %1.</source>
        <translation>Die PIN stimmt. %1.</translation>
    </message>
    <message>
        <source>While joining is open, anyone near this home can let a device in and overhear the network&apos;s key, with which every meter can be listened to and imitated. Use the device&apos;s install code where it has one. If you open all the same, do it for as short as you can.</source>
        <translation>Solange das Beitreten offen ist, kann jeder in der Nähe ein Gerät hereinlassen und den Schlüssel des Netzes mithören; damit lässt sich jeder Zähler abhören und nachahmen. Nehmen Sie den Installationscode des Geräts, wenn es einen hat. Öffnen Sie trotzdem, dann so kurz wie möglich.</translation>
    </message>
    <message>
        <source>%1 said what it is.</source>
        <translation>%1 hat gesagt, was es ist.</translation>
    </message>
    <message>
        <source>%1 reports by itself now.</source>
        <translation>%1 meldet sich jetzt von selbst.</translation>
    </message>
    <message>
        <source>Name a file of the backup directory or give a document.</source>
        <translation>Nennen Sie eine Datei des Sicherungsordners oder geben Sie ein Dokument.</translation>
    </message>
    <message>
        <source>The backup&apos;s file: %1.</source>
        <translation>Die Sicherungsdatei: %1.</translation>
    </message>
    <message>
        <source>The radio shows no meter %1.</source>
        <translation>Der Funk zeigt keinen Zähler %1.</translation>
    </message>
    <message>
        <source>A meter&apos;s role is one of %1, not %2.</source>
        <translation>Die Aufgabe eines Zählers ist eine von %1, nicht %2.</translation>
    </message>
    <message>
        <source>A load of %1 W is too small; allowed: %2 W or more.</source>
        <translation>Eine Last von %1 W ist zu klein; erlaubt: %2 W oder mehr.</translation>
    </message>
    <message>
        <source>A fuse of %1 A is not 1 to 200 A.</source>
        <translation>Eine Sicherung von %1 A liegt nicht zwischen 1 und 200 A.</translation>
    </message>
    <message>
        <source>A connection has 1 or 3 phases, not %1.</source>
        <translation>Ein Anschluss hat 1 oder 3 Phasen, nicht %1.</translation>
    </message>
    <message>
        <source>%1 W is more than the connection&apos;s %2 W.</source>
        <translation>%1 W sind mehr als die %2 W des Anschlusses.</translation>
    </message>
    <message>
        <source>It fell by %1 when the load went on: the clamp sits the other way round – tick “turned round”.</source>
        <translation>Er fiel um %1, als die Last anging: die Klemme sitzt verkehrt herum – wählen Sie „Umdrehen“.</translation>
    </message>
    <message>
        <source>It shows the panels drawing %1: the clamp sits the other way round – tick “turned round”.</source>
        <translation>Er zeigt, dass die Module %1 ziehen: die Klemme sitzt verkehrt herum – wählen Sie „Umdrehen“.</translation>
    </message>
    <message>
        <source>It showed %1, but a connection of %2 × %3 A carries %4: its scale is too large.</source>
        <translation>Er zeigte %1, aber ein Anschluss mit %2 × %3 A trägt %4: sein Maßstab ist zu groß.</translation>
    </message>
    <message>
        <source>About %1 Wh passed and its register did not count.</source>
        <translation>Etwa %1 Wh flossen, und sein Zählwerk zählte nicht.</translation>
    </message>
    <message>
        <source>Its power and its registers disagree about what is drawn and what is given; it cannot be used without a profile.</source>
        <translation>Leistung und Zählwerke widersprechen sich, was bezogen und was eingespeist wird; ohne Profil ist er nicht zu verwenden.</translation>
    </message>
    <message>
        <source>%1: that fits.</source>
        <translation>%1: das passt.</translation>
    </message>
    <message>
        <source>%1: the scale is %2 times too large.</source>
        <translation>%1: der Maßstab ist %2 zu groß.</translation>
    </message>
    <message>
        <source>%1: the scale is %2 times too small.</source>
        <translation>%1: der Maßstab ist %2 zu klein.</translation>
    </message>
    <message>
        <source>ten</source>
        <translation>zehnmal</translation>
    </message>
    <message>
        <source>a hundred</source>
        <translation>hundertmal</translation>
    </message>
    <message>
        <source>a thousand</source>
        <translation>tausendmal</translation>
    </message>
    <message>
        <source>%1: this meter does not see the panels; another one does, or none.</source>
        <translation>%1: dieser Zähler sieht die Module nicht; ein anderer oder keiner.</translation>
    </message>
    <message>
        <source>%1: this meter does not see the load; another one does, or none.</source>
        <translation>%1: dieser Zähler sieht die Last nicht; ein anderer oder keiner.</translation>
    </message>
    <message>
        <source>%1, a third of it: only one of three phases is measured, or the load is on all three and the meter on one.</source>
        <translation>%1, ein Drittel davon: nur eine von drei Phasen wird gemessen, oder die Last liegt auf allen dreien und der Zähler auf einer.</translation>
    </message>
    <message>
        <source>%1: that fits nothing; check the load&apos;s power and what else is on.</source>
        <translation>%1: das passt zu nichts; prüfen Sie die Leistung der Last und was sonst an ist.</translation>
    </message>
    <message>
        <source>Its register counted %1 Wh while about %2 Wh passed: it counts %3 times too little.</source>
        <translation>Sein Zählwerk zählte %1 Wh, während etwa %2 Wh flossen: es zählt %3-mal zu wenig.</translation>
    </message>
    <message>
        <source>The shortest time %1 is %2 s; allowed: 0 to 86 400 s.</source>
        <translation>Die kürzeste Zeit %1 ist %2 s; erlaubt: 0 bis 86 400 s.</translation>
    </message>
    <message>
        <source>The lease is %1 s; allowed: %2 to 6 000 s.</source>
        <translation>Die Frist ist %1 s; erlaubt: %2 bis 6 000 s.</translation>
    </message>
    <message>
        <source>Meter %1 is not in the settings.</source>
        <translation>Der Zähler %1 steht nicht in den Einstellungen.</translation>
    </message>
    <message>
        <source>Meter %1 is already in use.</source>
        <translation>Der Zähler %1 ist schon in Gebrauch.</translation>
    </message>
    <message>
        <source>This home has no radio: its settings have no [radio] table. Add it, and start the agent again.</source>
        <translation>Dieses Haus hat keinen Funk: seinen Einstellungen fehlt die Tabelle [radio]. Fügen Sie sie hinzu und starten Sie den Agenten neu.</translation>
    </message>
    <message>
        <source>%1 is in use (%2); release it first.</source>
        <translation>%1 ist in Gebrauch (%2); nehmen Sie ihm zuerst die Aufgabe.</translation>
    </message>
    <message>
        <source>No relay is called %1; gridhearth devices lists them.</source>
        <translation>Kein Relais heißt %1; gridhearth devices nennt sie.</translation>
    </message>
    <message>
        <source>%1 has several relays; name one by its key: %2.</source>
        <translation>%1 hat mehrere Relais; nennen Sie eines bei seinem Schlüssel: %2.</translation>
    </message>
    <message>
        <source>The radio shows no %1; gridhearth devices lists them all.</source>
        <translation>Der Funk zeigt %1 nicht; gridhearth devices nennt alle.</translation>
    </message>
    <message>
        <source>%1 is no %2.</source>
        <translation>%1 ist nicht: %2.</translation>
    </message>
    <message>
        <source>Nothing was opened.</source>
        <translation>Nichts wurde geöffnet.</translation>
    </message>
</context>
<context>
    <name>devices</name>
    <message>
        <source>grid meter</source>
        <translation>Netzzähler</translation>
    </message>
    <message>
        <source>meter of what is made</source>
        <translation>Zähler der Erzeugung</translation>
    </message>
    <message>
        <source>meter of the store</source>
        <translation>Zähler des Speichers</translation>
    </message>
    <message>
        <source>relay</source>
        <translation>Schalter</translation>
    </message>
    <message>
        <source>relay without a task</source>
        <translation>Schalter ohne Aufgabe</translation>
    </message>
    <message>
        <source>meter without a task</source>
        <translation>Zähler ohne Aufgabe</translation>
    </message>
    <message>
        <source>device</source>
        <translation>Gerät</translation>
    </message>
    <message>
        <source>draws %1</source>
        <translation>bezieht %1</translation>
    </message>
    <message>
        <source>gives %1</source>
        <translation>gibt %1 ab</translation>
    </message>
    <message>
        <source>makes %1</source>
        <translation>erzeugt %1</translation>
    </message>
    <message>
        <source>on</source>
        <translation>ein</translation>
    </message>
    <message>
        <source>off</source>
        <translation>aus</translation>
    </message>
    <message>
        <source>not known</source>
        <translation>nicht bekannt</translation>
    </message>
    <message>
        <source>has said nothing yet</source>
        <translation>hat noch nichts gemeldet</translation>
    </message>
    <message>
        <source>battery %1 %</source>
        <translation>Batterie %1 %</translation>
    </message>
    <message>
        <source>weak signal</source>
        <translation>schwacher Empfang</translation>
    </message>
    <message>
        <source>good signal</source>
        <translation>guter Empfang</translation>
    </message>
    <message>
        <source>fair signal</source>
        <translation>mäßiger Empfang</translation>
    </message>
    <message>
        <source>It does not answer. Has it power, is it in reach?</source>
        <translation>Es antwortet nicht. Hat es Strom, ist es in Reichweite?</translation>
    </message>
    <message>
        <source>It cannot be used yet.</source>
        <translation>Es ist noch nicht nutzbar.</translation>
    </message>
    <message>
        <source>It is still being asked what it is.</source>
        <translation>Es wird noch befragt, was es ist.</translation>
    </message>
    <message>
        <source>Its value is old.</source>
        <translation>Sein Wert ist alt.</translation>
    </message>
    <message>
        <source>It says that its value is not valid.</source>
        <translation>Es sagt, sein Wert sei ungültig.</translation>
    </message>
    <message>
        <source>Its value is unlikely; it is being watched.</source>
        <translation>Sein Wert ist unwahrscheinlich; er wird beobachtet.</translation>
    </message>
    <message>
        <source>Change its battery soon.</source>
        <translation>Bitte bald die Batterie wechseln.</translation>
    </message>
    <message>
        <source>Radio starts</source>
        <translation>Funk startet</translation>
    </message>
    <message>
        <source>Radio works</source>
        <translation>Funk arbeitet</translation>
    </message>
    <message>
        <source>Radio in trouble</source>
        <translation>Funk gestört</translation>
    </message>
    <message>
        <source>Radio is away</source>
        <translation>Funk fehlt</translation>
    </message>
    <message>
        <source>Radio without a network</source>
        <translation>Funk ohne Netz</translation>
    </message>
    <message>
        <source>Radio of another home</source>
        <translation>Funk eines anderen Hauses</translation>
    </message>
    <message>
        <source>Nothing is known of any device.</source>
        <translation>Von keinem Gerät ist etwas bekannt.</translation>
    </message>
    <message>
        <source>channel %1</source>
        <translation>Kanal %1</translation>
    </message>
    <message>
        <source>There is no meter and no relay yet. An installer adds them.</source>
        <translation>Es gibt noch keinen Zähler und keinen Schalter. Sie kommen beim Einbau hinzu.</translation>
    </message>
</context>
<context>
    <name>handover</name>
    <message>
        <source>Report of %1: not accepted yet; something is still open.</source>
        <translation>Bericht von %1: noch nicht abgenommen; etwas ist noch offen.</translation>
    </message>
    <message>
        <source>Report of %1: accepted.</source>
        <translation>Bericht von %1: abgenommen.</translation>
    </message>
    <message>
        <source>Its page is on the box: %1</source>
        <translation>Seine Seite liegt auf dem Gerät: %1</translation>
    </message>
    <message>
        <source>Its page could not be written on the box.</source>
        <translation>Seine Seite konnte auf dem Gerät nicht geschrieben werden.</translation>
    </message>
    <message>
        <source>Signed by this home. The picture holds this and the signature:</source>
        <translation>Von diesem Haus unterschrieben. Das Bild enthält dies und die Unterschrift:</translation>
    </message>
    <message>
        <source>A load of %1 moved it by %2.</source>
        <translation>Eine Last von %1 bewegte ihn um %2.</translation>
    </message>
    <message>
        <source>✓ right</source>
        <translation>✓ richtig</translation>
    </message>
    <message>
        <source>⚠ not right</source>
        <translation>⚠ nicht richtig</translation>
    </message>
</context>
<context>
    <name>history</name>
    <message>
        <source>ddd d MMMM yyyy</source>
        <translation>ddd, d. MMMM yyyy</translation>
    </message>
    <message>
        <source>d MMM</source>
        <translation>d. MMM</translation>
    </message>
    <message>
        <source>ddd d MMMM</source>
        <translation>ddd, d. MMMM</translation>
    </message>
    <message>
        <source>Penalties</source>
        <translation>Strafen</translation>
    </message>
    <message>
        <source>With whom</source>
        <translation>Mit wem</translation>
    </message>
    <message>
        <source>Trades</source>
        <translation>Geschäfte</translation>
    </message>
    <message>
        <source>Months</source>
        <translation>Monate</translation>
    </message>
    <message>
        <source>Days</source>
        <translation>Tage</translation>
    </message>
    <message>
        <source>The history comes from the agent.</source>
        <translation>Der Verlauf kommt von der Zentrale.</translation>
    </message>
    <message>
        <source>This agent keeps no history.</source>
        <translation>Diese Zentrale führt keinen Verlauf.</translation>
    </message>
    <message>
        <source>Asking the agent …</source>
        <translation>Die Zentrale wird gefragt …</translation>
    </message>
    <message>
        <source>No trade was settled in this time.</source>
        <translation>In dieser Zeit wurde kein Geschäft abgerechnet.</translation>
    </message>
    <message>
        <source>Nothing is known of this time.</source>
        <translation>Über diese Zeit ist nichts bekannt.</translation>
    </message>
    <message>
        <source>The agent&apos;s answer could not be understood: %1.</source>
        <translation>Die Antwort der Zentrale war nicht zu verstehen: %1.</translation>
    </message>
    <message>
        <source>Round %1</source>
        <translation>Runde %1</translation>
    </message>
    <message>
        <source>Made</source>
        <translation>Erzeugt</translation>
    </message>
    <message>
        <source>Used</source>
        <translation>Verbraucht</translation>
    </message>
    <message>
        <source>Drawn from the grid</source>
        <translation>Aus dem Netz bezogen</translation>
    </message>
    <message>
        <source>Given to the grid</source>
        <translation>Ins Netz gegeben</translation>
    </message>
    <message>
        <source>Sold</source>
        <translation>Verkauft</translation>
    </message>
    <message>
        <source>Bought</source>
        <translation>Gekauft</translation>
    </message>
    <message>
        <source>Earned</source>
        <translation>Verdient</translation>
    </message>
    <message>
        <source>Spent</source>
        <translation>Ausgegeben</translation>
    </message>
    <message>
        <source>Result</source>
        <translation>Ergebnis</translation>
    </message>
    <message>
        <source>Network charges</source>
        <translation>Netzgebühren</translation>
    </message>
    <message>
        <source>Sold %1 to %2</source>
        <translation>%1 verkauft an %2</translation>
    </message>
    <message>
        <source>Bought %1 from %2</source>
        <translation>%1 gekauft von %2</translation>
    </message>
    <message>
        <source>%1 away · network charge %2</source>
        <translation>%1 entfernt · Netzgebühr %2</translation>
    </message>
    <message>
        <source>sold once</source>
        <translation>einmal verkauft</translation>
    </message>
    <message>
        <source>sold %1 times</source>
        <translation>%1-mal verkauft</translation>
    </message>
    <message>
        <source>bought once</source>
        <translation>einmal gekauft</translation>
    </message>
    <message>
        <source>bought %1 times</source>
        <translation>%1-mal gekauft</translation>
    </message>
    <message>
        <source>This bill differs from what this home computed; tell the market&apos;s operator.</source>
        <translation>Diese Rechnung weicht von dem ab, was Ihr Haus berechnet hat; sagen Sie es dem Betreiber des Marktes.</translation>
    </message>
    <message>
        <source>You sold %1, and your meter counted %2 given: %3 were missing. The penalty was %4.</source>
        <translation>Sie haben %1 verkauft, Ihr Zähler zählte %2 abgegeben: %3 fehlten. Die Strafe war %4.</translation>
    </message>
    <message>
        <source>You bought %1, and your meter counted %2 drawn: %3 off. The penalty was %4.</source>
        <translation>Sie haben %1 gekauft, Ihr Zähler zählte %2 bezogen: %3 daneben. Die Strafe war %4.</translation>
    </message>
    <message>
        <source>made %1</source>
        <translation>erzeugt %1</translation>
    </message>
    <message>
        <source>drawn %1</source>
        <translation>bezogen %1</translation>
    </message>
    <message>
        <source>given %1</source>
        <translation>abgegeben %1</translation>
    </message>
    <message>
        <source>penalty %1</source>
        <translation>Strafe %1</translation>
    </message>
</context>
<context>
    <name>home</name>
    <message>
        <source>Connecting</source>
        <translation>Verbindung wird aufgebaut</translation>
    </message>
    <message>
        <source>No agent</source>
        <translation>Keine Zentrale</translation>
    </message>
    <message>
        <source>No meter has reported yet.</source>
        <translation>Noch kein Zähler hat etwas gemeldet.</translation>
    </message>
    <message>
        <source>No data yet</source>
        <translation>Noch keine Daten</translation>
    </message>
    <message>
        <source>since %1</source>
        <translation>seit %1</translation>
    </message>
    <message>
        <source>Last known: %1 kW</source>
        <translation>Zuletzt bekannt: %1 kW</translation>
    </message>
    <message>
        <source>No data</source>
        <translation>Keine Daten</translation>
    </message>
    <message>
        <source>Unknown</source>
        <translation>Unbekannt</translation>
    </message>
    <message>
        <source>Surplus</source>
        <translation>Überschuss</translation>
    </message>
    <message>
        <source>Using more</source>
        <translation>Mehrverbrauch</translation>
    </message>
    <message>
        <source>makes %1 · uses %2</source>
        <translation>erzeugt %1 · braucht %2</translation>
    </message>
    <message>
        <source>Today</source>
        <translation>Heute</translation>
    </message>
    <message>
        <source>Next round</source>
        <translation>Nächste Runde</translation>
    </message>
    <message>
        <source>Trades come from the agent.</source>
        <translation>Geschäfte kommen von der Zentrale.</translation>
    </message>
    <message>
        <source>Today&apos;s curve comes from the agent.</source>
        <translation>Die Kurve von heute kommt von der Zentrale.</translation>
    </message>
    <message>
        <source>This agent keeps no curve of the day.</source>
        <translation>Diese Zentrale führt keine Tageskurve.</translation>
    </message>
    <message>
        <source>Asking for today&apos;s curve …</source>
        <translation>Die Kurve von heute wird geholt …</translation>
    </message>
    <message>
        <source>The first quarter of an hour is being measured.</source>
        <translation>Die erste Viertelstunde wird gemessen.</translation>
    </message>
    <message>
        <source>no trade yet</source>
        <translation>noch kein Geschäft</translation>
    </message>
    <message>
        <source>1 trade</source>
        <translation>1 Geschäft</translation>
    </message>
    <message>
        <source>%1 trades</source>
        <translation>%1 Geschäfte</translation>
    </message>
    <message>
        <source>Since the start</source>
        <translation>Seit Beginn</translation>
    </message>
    <message>
        <source>no market yet</source>
        <translation>noch kein Markt</translation>
    </message>
    <message>
        <source>Round ends in</source>
        <translation>Endet in</translation>
    </message>
    <message>
        <source>Next round in</source>
        <translation>Nächste Runde in</translation>
    </message>
    <message>
        <source>not trading</source>
        <translation>handelt nicht</translation>
    </message>
    <message>
        <source>no order</source>
        <translation>kein Auftrag</translation>
    </message>
    <message>
        <source>will sell</source>
        <translation>wird verkaufen</translation>
    </message>
    <message>
        <source>will buy</source>
        <translation>wird kaufen</translation>
    </message>
    <message>
        <source>sells %1</source>
        <translation>verkauft %1</translation>
    </message>
    <message>
        <source>buys %1</source>
        <translation>kauft %1</translation>
    </message>
    <message>
        <source>Sold %1 at %2</source>
        <translation>%1 zu %2 verkauft</translation>
    </message>
    <message>
        <source>Bought %1 at %2</source>
        <translation>%1 zu %2 gekauft</translation>
    </message>
    <message>
        <source>penalty %1</source>
        <translation>Strafe %1</translation>
    </message>
    <message>
        <source>no penalty</source>
        <translation>keine Strafe</translation>
    </message>
    <message>
        <source>Proven on the chain</source>
        <translation>In der Kette bewiesen</translation>
    </message>
    <message>
        <source>Disputed</source>
        <translation>Umstritten</translation>
    </message>
    <message>
        <source>No trade yet.</source>
        <translation>Noch kein Geschäft.</translation>
    </message>
    <message>
        <source>No trade yet; an order is under way.</source>
        <translation>Noch kein Geschäft; ein Auftrag läuft.</translation>
    </message>
</context>
<context>
    <name>info</name>
    <message>
        <source>No order yet.</source>
        <translation>Noch kein Auftrag.</translation>
    </message>
    <message>
        <source>Given: %1 · allowed: %2</source>
        <translation>Angegeben: %1 · erlaubt: %2</translation>
    </message>
    <message>
        <source>Nothing is known of the chain yet.</source>
        <translation>Von der Kette ist noch nichts bekannt.</translation>
    </message>
    <message>
        <source>The chain as of %1</source>
        <translation>Die Kette, Stand %1</translation>
    </message>
    <message>
        <source>Round %1</source>
        <translation>Runde %1</translation>
    </message>
    <message>
        <source>This round</source>
        <translation>Diese Runde</translation>
    </message>
    <message>
        <source>The round is not decided yet.</source>
        <translation>Die Runde ist noch nicht entschieden.</translation>
    </message>
    <message>
        <source>The trades of this round are no longer kept here.</source>
        <translation>Die Geschäfte dieser Runde sind hier nicht mehr gespeichert.</translation>
    </message>
    <message>
        <source>No trade came of this order.</source>
        <translation>Aus diesem Auftrag wurde kein Geschäft.</translation>
    </message>
    <message>
        <source>%1 to %2</source>
        <translation>%1 an %2</translation>
    </message>
    <message>
        <source>%1 from %2</source>
        <translation>%1 von %2</translation>
    </message>
    <message>
        <source>%1 away · %2 · network charge %3</source>
        <translation>%1 entfernt · %2 · Netzgebühr %3</translation>
    </message>
    <message>
        <source>It is settled after the energy has been delivered and metered.</source>
        <translation>Abgerechnet wird, wenn die Energie geliefert und gezählt ist.</translation>
    </message>
    <message>
        <source>Proven on the chain</source>
        <translation>In der Kette bewiesen</translation>
    </message>
    <message>
        <source>Disputed: see the alerts</source>
        <translation>Umstritten: siehe Meldungen</translation>
    </message>
    <message>
        <source>block %1</source>
        <translation>Block %1</translation>
    </message>
    <message>
        <source>%1 of %2 agreed</source>
        <translation>%1 von vereinbarten %2</translation>
    </message>
    <message>
        <source>Delivered</source>
        <translation>Geliefert</translation>
    </message>
    <message>
        <source>Used</source>
        <translation>Verbraucht</translation>
    </message>
    <message>
        <source>Income</source>
        <translation>Einnahme</translation>
    </message>
    <message>
        <source>Bill</source>
        <translation>Rechnung</translation>
    </message>
    <message>
        <source>Network charge</source>
        <translation>Netzgebühr</translation>
    </message>
    <message>
        <source>Penalty</source>
        <translation>Strafe</translation>
    </message>
    <message>
        <source>none</source>
        <translation>keine</translation>
    </message>
    <message>
        <source>No meter report came in time: the rules assumed the worst.</source>
        <translation>Kein Zählerstand kam rechtzeitig: Die Regeln nahmen das Schlechteste an.</translation>
    </message>
    <message>
        <source>Corrected by a meter report that came late.</source>
        <translation>Durch einen verspäteten Zählerstand berichtigt.</translation>
    </message>
</context>
<context>
    <name>installer</name>
    <message>
        <source>A new network is formed on the stick. Devices of an older network will not find this home any more and must be paired again.</source>
        <translation>Auf dem Stick entsteht ein neues Netz. Geräte eines älteren Netzes finden dieses Haus nicht mehr und müssen neu angemeldet werden.</translation>
    </message>
    <message>
        <source>Form it</source>
        <translation>Anlegen</translation>
    </message>
    <message>
        <source>The agent broke down again and again. Let it go on only if you know why.</source>
        <translation>Die Zentrale ist immer wieder abgebrochen. Lassen Sie sie nur weitermachen, wenn Sie wissen, warum.</translation>
    </message>
    <message>
        <source>Let it go on</source>
        <translation>Weitermachen lassen</translation>
    </message>
    <message>
        <source>%1 hands this home over to %2, and everything on the list was shown to work. The box writes and signs the report of it.</source>
        <translation>%1 übergibt dieses Haus an %2, und alles auf der Liste hat gezeigt, dass es funktioniert. Das Gerät schreibt und unterschreibt den Bericht darüber.</translation>
    </message>
    <message>
        <source>Hand it over</source>
        <translation>Übergeben</translation>
    </message>
    <message>
        <source>%1 leaves the network; to come back it is paired again.</source>
        <translation>%1 verlässt das Netz; um zurückzukommen, wird es neu angemeldet.</translation>
    </message>
    <message>
        <source>Send it away</source>
        <translation>Wegschicken</translation>
    </message>
    <message>
        <source>Open for a minute</source>
        <translation>Eine Minute öffnen</translation>
    </message>
    <message>
        <source>%1 loses its task. What it counted so far stays counted.</source>
        <translation>%1 verliert seine Aufgabe. Was bisher gezählt wurde, bleibt gezählt.</translation>
    </message>
    <message>
        <source>Take it away</source>
        <translation>Wegnehmen</translation>
    </message>
    <message>
        <source>%1 has this task now. %2 takes its place: a meter exchange. What was counted so far stays counted.</source>
        <translation>%1 hat diese Aufgabe jetzt. %2 tritt an seine Stelle: ein Zählertausch. Was bisher gezählt wurde, bleibt gezählt.</translation>
    </message>
    <message>
        <source>Exchange them</source>
        <translation>Tauschen</translation>
    </message>
    <message>
        <source>The agent does not answer.</source>
        <translation>Die Zentrale antwortet nicht.</translation>
    </message>
    <message>
        <source>Asking the agent …</source>
        <translation>Die Zentrale wird gefragt …</translation>
    </message>
    <message>
        <source>This is for whoever installs meters and relays. The household&apos;s own pages need nothing from here.</source>
        <translation>Dies ist für den Einbau von Zählern und Schaltern. Die Seiten des Haushalts brauchen hiervon nichts.</translation>
    </message>
    <message>
        <source>No installer&apos;s PIN is set, so this screen may not install anything. An installer sets one at the agent&apos;s command line: gridhearth pin set --installer.</source>
        <translation>Es ist keine PIN für den Einbau festgelegt, also darf dieser Bildschirm nichts einbauen. Sie wird an der Befehlszeile der Zentrale festgelegt: gridhearth pin set --installer.</translation>
    </message>
    <message>
        <source>Next: %1</source>
        <translation>Weiter: %1</translation>
    </message>
    <message>
        <source>The operator scans this, and must see the number %1.</source>
        <translation>Der Betreiber scannt dies und muss dieselbe Zahl sehen: %1.</translation>
    </message>
    <message>
        <source>Form a network</source>
        <translation>Netz anlegen</translation>
    </message>
    <message>
        <source>Write a backup</source>
        <translation>Sicherung schreiben</translation>
    </message>
    <message>
        <source>One device may join with its own code: %1 left.</source>
        <translation>Ein Gerät darf mit seinem eigenen Code beitreten: noch %1.</translation>
    </message>
    <message>
        <source>Any device may join for %1 more.</source>
        <translation>Noch %1 darf jedes Gerät beitreten.</translation>
    </message>
    <message>
        <source>Let nobody in any more</source>
        <translation>Niemanden mehr hereinlassen</translation>
    </message>
    <message>
        <source>Let the agent go on</source>
        <translation>Die Zentrale weitermachen lassen</translation>
    </message>
    <message>
        <source>Hand the screen to the household now: it types its PIN twice, and you look away.</source>
        <translation>Geben Sie den Bildschirm jetzt dem Haushalt: er tippt seine PIN zweimal, und Sie sehen weg.</translation>
    </message>
    <message>
        <source>The household chooses its PIN</source>
        <translation>Der Haushalt wählt seine PIN</translation>
    </message>
    <message>
        <source>Write the report</source>
        <translation>Bericht schreiben</translation>
    </message>
    <message>
        <source>Lock this page</source>
        <translation>Seite sperren</translation>
    </message>
    <message>
        <source>Enter both names</source>
        <translation>Beide Namen eingeben</translation>
    </message>
    <message>
        <source>The next one&apos;s code</source>
        <translation>Code des nächsten</translation>
    </message>
    <message>
        <source>Enter its code</source>
        <translation>Code eingeben</translation>
    </message>
    <message>
        <source>A device with an install code joins safely: enter the code that is printed on it.</source>
        <translation>Ein Gerät mit Installationscode kommt sicher ins Netz: geben Sie den Code ein, der darauf steht.</translation>
    </message>
    <message>
        <source>Only for a device without a code: open joining through one router near it.</source>
        <translation>Nur für ein Gerät ohne Code: das Netz bei einem Verteiler in der Nähe öffnen.</translation>
    </message>
    <message>
        <source>Take a load of known power, such as a kettle. The check says when to switch it on.</source>
        <translation>Nehmen Sie eine Last bekannter Leistung, etwa einen Wasserkocher. Die Prüfung sagt, wann er einzuschalten ist.</translation>
    </message>
    <message>
        <source>✓ The last check passed.</source>
        <translation>✓ Die letzte Prüfung war gut.</translation>
    </message>
    <message>
        <source>⚠ The last check did not pass.</source>
        <translation>⚠ Die letzte Prüfung war nicht gut.</translation>
    </message>
    <message>
        <source>Turn it round, then check again</source>
        <translation>Umdrehen, dann noch einmal prüfen</translation>
    </message>
    <message>
        <source>The meter says %1 now.</source>
        <translation>Der Zähler sagt jetzt %1.</translation>
    </message>
    <message>
        <source>End the check</source>
        <translation>Prüfung beenden</translation>
    </message>
    <message>
        <source>The load is on</source>
        <translation>Die Last ist ein</translation>
    </message>
    <message>
        <source>Radio</source>
        <translation>Funk</translation>
    </message>
    <message>
        <source>Pair</source>
        <translation>Anmelden</translation>
    </message>
    <message>
        <source>Tasks</source>
        <translation>Aufgaben</translation>
    </message>
    <message>
        <source>Check</source>
        <translation>Prüfen</translation>
    </message>
    <message>
        <source>Relays</source>
        <translation>Schalter</translation>
    </message>
    <message>
        <source>Backup</source>
        <translation>Sicherung</translation>
    </message>
    <message>
        <source>This home has no radio; its meters are named in the agent&apos;s settings.</source>
        <translation>Dieses Haus hat keinen Funk; seine Zähler stehen in den Einstellungen der Zentrale.</translation>
    </message>
    <message>
        <source>The radio works on channel %1.</source>
        <translation>Der Funk arbeitet auf Kanal %1.</translation>
    </message>
    <message>
        <source>The stick works and has no network yet. Restore this home&apos;s backup if there is one (gridhearth radio restore); else form a new network.</source>
        <translation>Der Stick arbeitet und hat noch kein Netz. Spielen Sie die Sicherung dieses Hauses ein, wenn es eine gibt (gridhearth radio restore); sonst legen Sie ein neues Netz an.</translation>
    </message>
    <message>
        <source>Not ready yet: %1.</source>
        <translation>Noch nicht bereit: %1.</translation>
    </message>
    <message>
        <source>No device is in the network yet.</source>
        <translation>Noch ist kein Gerät im Netz.</translation>
    </message>
    <message>
        <source>One device is in the network.</source>
        <translation>Ein Gerät ist im Netz.</translation>
    </message>
    <message>
        <source>%1 devices are in the network.</source>
        <translation>%1 Geräte sind im Netz.</translation>
    </message>
    <message>
        <source>No meter counts what is drawn from the grid; without it nothing is traded.</source>
        <translation>Kein Zähler zählt, was aus dem Netz bezogen wird; ohne ihn wird nicht gehandelt.</translation>
    </message>
    <message>
        <source>Without a task: %1. Give them one, or leave them.</source>
        <translation>Ohne Aufgabe: %1. Geben Sie ihnen eine, oder lassen Sie sie.</translation>
    </message>
    <message>
        <source>Every meter and relay has its task.</source>
        <translation>Jeder Zähler und Schalter hat seine Aufgabe.</translation>
    </message>
    <message>
        <source>The last check found something wrong.</source>
        <translation>Die letzte Prüfung hat einen Fehler gefunden.</translation>
    </message>
    <message>
        <source>First give a meter its task.</source>
        <translation>Geben Sie zuerst einem Zähler seine Aufgabe.</translation>
    </message>
    <message>
        <source>Not checked with a load yet: %1.</source>
        <translation>Noch nicht mit einer Last geprüft: %1.</translation>
    </message>
    <message>
        <source>The newest backup has every device of the network.</source>
        <translation>Die neueste Sicherung enthält alle Geräte des Netzes.</translation>
    </message>
    <message>
        <source>Every meter counts a known load rightly.</source>
        <translation>Jeder Zähler zählt eine bekannte Last richtig.</translation>
    </message>
    <message>
        <source>There is no relay to test.</source>
        <translation>Es gibt keinen Schalter zu prüfen.</translation>
    </message>
    <message>
        <source>Switch on and off, and look at the load: %1.</source>
        <translation>Ein- und ausschalten und auf die Last sehen: %1.</translation>
    </message>
    <message>
        <source>Every relay confirmed on and off.</source>
        <translation>Jeder Schalter hat Ein und Aus bestätigt.</translation>
    </message>
    <message>
        <source>Without a radio there is no network to keep.</source>
        <translation>Ohne Funk gibt es kein Netz zu sichern.</translation>
    </message>
    <message>
        <source>Write a sealed backup of the network after the last device was paired. With it a new stick takes over, and no device has to be paired again. Keep its key apart from it.</source>
        <translation>Schreiben Sie eine versiegelte Sicherung des Netzes, wenn das letzte Gerät angemeldet ist. Mit ihr übernimmt ein neuer Stick, und kein Gerät muss neu angemeldet werden. Bewahren Sie ihren Schlüssel getrennt auf.</translation>
    </message>
    <message>
        <source>joined</source>
        <translation>ist beigetreten</translation>
    </message>
    <message>
        <source>is asked what it is</source>
        <translation>wird befragt, was es ist</translation>
    </message>
    <message>
        <source>is set up</source>
        <translation>wird eingerichtet</translation>
    </message>
    <message>
        <source>is ready</source>
        <translation>ist bereit</translation>
    </message>
    <message>
        <source>was refused</source>
        <translation>wurde abgewiesen</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>misslang</translation>
    </message>
    <message>
        <source>left</source>
        <translation>ist gegangen</translation>
    </message>
    <message>
        <source>Open here</source>
        <translation>Hier öffnen</translation>
    </message>
    <message>
        <source>Ask again</source>
        <translation>Nochmals fragen</translation>
    </message>
    <message>
        <source>Set up again</source>
        <translation>Neu einrichten</translation>
    </message>
    <message>
        <source>Send away</source>
        <translation>Wegschicken</translation>
    </message>
    <message>
        <source>Relay</source>
        <translation>Schalter</translation>
    </message>
    <message>
        <source>Grid</source>
        <translation>Netz</translation>
    </message>
    <message>
        <source>Made</source>
        <translation>Erzeugt</translation>
    </message>
    <message>
        <source>Store</source>
        <translation>Speicher</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Turn round</source>
        <translation>Umdrehen</translation>
    </message>
    <message>
        <source>No task</source>
        <translation>Keine Aufgabe</translation>
    </message>
    <message>
        <source>Check it</source>
        <translation>Prüfen</translation>
    </message>
    <message>
        <source>On</source>
        <translation>Ein</translation>
    </message>
    <message>
        <source>Off</source>
        <translation>Aus</translation>
    </message>
    <message>
        <source>Surplus</source>
        <translation>Überschuss</translation>
    </message>
    <message>
        <source>This home&apos;s address: %1</source>
        <translation>Adresse dieses Hauses: %1</translation>
    </message>
    <message>
        <source>Its report key: %1</source>
        <translation>Sein Berichtsschlüssel: %1</translation>
    </message>
    <message>
        <source>✓ done</source>
        <translation>✓ erledigt</translation>
    </message>
    <message>
        <source>Box</source>
        <translation>Gerät</translation>
    </message>
    <message>
        <source>Identity</source>
        <translation>Identität</translation>
    </message>
    <message>
        <source>Meters</source>
        <translation>Zähler</translation>
    </message>
    <message>
        <source>Market</source>
        <translation>Markt</translation>
    </message>
    <message>
        <source>PIN</source>
        <translation>PIN</translation>
    </message>
    <message>
        <source>Handover</source>
        <translation>Übergabe</translation>
    </message>
    <message>
        <source>The box is as it should be.</source>
        <translation>Das Gerät ist, wie es sein soll.</translation>
    </message>
    <message>
        <source>This home is a member of the market.</source>
        <translation>Dieses Haus ist Mitglied des Marktes.</translation>
    </message>
    <message>
        <source>Nothing is missing here.</source>
        <translation>Hier fehlt nichts.</translation>
    </message>
    <message>
        <source>Everything works.</source>
        <translation>Alles funktioniert.</translation>
    </message>
    <message>
        <source>– not needed</source>
        <translation>– nicht nötig</translation>
    </message>
    <message>
        <source>○ to do</source>
        <translation>○ zu tun</translation>
    </message>
    <message>
        <source>⚠ trouble</source>
        <translation>⚠ Störung</translation>
    </message>
    <message>
        <source>on ✓</source>
        <translation>ein ✓</translation>
    </message>
    <message>
        <source>off ✓</source>
        <translation>aus ✓</translation>
    </message>
    <message>
        <source>not tested yet</source>
        <translation>noch nicht geprüft</translation>
    </message>
</context>
<context>
    <name>link</name>
    <message>
        <source>The agent does not answer.</source>
        <translation>Die Zentrale antwortet nicht.</translation>
    </message>
    <message>
        <source>Too much is being asked already.</source>
        <translation>Es wird schon zu viel gefragt.</translation>
    </message>
    <message>
        <source>What answers at the agent&apos;s socket is not the agent.</source>
        <translation>Was am Anschluss der Zentrale antwortet, ist nicht die Zentrale.</translation>
    </message>
    <message>
        <source>The agent could not be understood: %1.</source>
        <translation>Die Zentrale war nicht zu verstehen: %1.</translation>
    </message>
    <message>
        <source>This screen may not open the agent&apos;s socket; ask the installer.</source>
        <translation>Dieser Bildschirm darf die Zentrale nicht ansprechen; fragen Sie, wer sie eingebaut hat.</translation>
    </message>
    <message>
        <source>The agent is not running.</source>
        <translation>Die Zentrale läuft nicht.</translation>
    </message>
    <message>
        <source>The agent went away; what was asked may or may not be done.</source>
        <translation>Die Zentrale ging weg; das Verlangte ist vielleicht geschehen, vielleicht nicht.</translation>
    </message>
    <message>
        <source>The agent did not answer in time; look before you try again.</source>
        <translation>Die Zentrale antwortete nicht rechtzeitig; sehen Sie nach, ehe Sie es noch einmal versuchen.</translation>
    </message>
    <message>
        <source>The agent is there but says nothing.</source>
        <translation>Die Zentrale ist da, sagt aber nichts.</translation>
    </message>
</context>
<context>
    <name>names</name>
    <message>
        <source>House</source>
        <translation>Haus</translation>
    </message>
    <message>
        <source>Roof</source>
        <translation>Dach</translation>
    </message>
    <message>
        <source>Cellar</source>
        <translation>Keller</translation>
    </message>
    <message>
        <source>Garage</source>
        <translation>Garage</translation>
    </message>
    <message>
        <source>Kitchen</source>
        <translation>Küche</translation>
    </message>
    <message>
        <source>Hall</source>
        <translation>Flur</translation>
    </message>
    <message>
        <source>Living room</source>
        <translation>Wohnzimmer</translation>
    </message>
    <message>
        <source>Bedroom</source>
        <translation>Schlafzimmer</translation>
    </message>
    <message>
        <source>Bathroom</source>
        <translation>Bad</translation>
    </message>
    <message>
        <source>Office</source>
        <translation>Büro</translation>
    </message>
    <message>
        <source>Garden</source>
        <translation>Garten</translation>
    </message>
    <message>
        <source>Shed</source>
        <translation>Schuppen</translation>
    </message>
    <message>
        <source>Battery</source>
        <translation>Batterie</translation>
    </message>
    <message>
        <source>Hot water</source>
        <translation>Warmwasser</translation>
    </message>
    <message>
        <source>Heat pump</source>
        <translation>Wärmepumpe</translation>
    </message>
    <message>
        <source>Car</source>
        <translation>Auto</translation>
    </message>
    <message>
        <source>Oven</source>
        <translation>Herd</translation>
    </message>
    <message>
        <source>Washing machine</source>
        <translation>Waschmaschine</translation>
    </message>
    <message>
        <source>Fridge</source>
        <translation>Kühlschrank</translation>
    </message>
    <message>
        <source>Pump</source>
        <translation>Pumpe</translation>
    </message>
</context>
<context>
    <name>pads</name>
    <message>
        <source>The install code printed on the device</source>
        <translation>Der Installationscode auf dem Gerät</translation>
    </message>
    <message>
        <source>The device&apos;s address, printed beside it</source>
        <translation>Die Adresse des Geräts, daneben gedruckt</translation>
    </message>
    <message>
        <source>The installer&apos;s name</source>
        <translation>Name des Installateurs</translation>
    </message>
    <message>
        <source>The customer&apos;s name</source>
        <translation>Name des Kunden</translation>
    </message>
</context>
<context>
    <name>pin</name>
    <message>
        <source>The agent does not answer.</source>
        <translation>Die Zentrale antwortet nicht.</translation>
    </message>
    <message>
        <source>Nothing was changed.</source>
        <translation>Es wurde nichts geändert.</translation>
    </message>
    <message>
        <source>The two were not the same. Choose again.</source>
        <translation>Die beiden waren nicht gleich. Bitte neu wählen.</translation>
    </message>
    <message>
        <source>Too many wrong tries. Wait %1.</source>
        <translation>Zu viele falsche Versuche. Warten Sie %1.</translation>
    </message>
    <message>
        <source>Installer&apos;s PIN</source>
        <translation>PIN für den Einbau</translation>
    </message>
    <message>
        <source>Your PIN</source>
        <translation>Ihre PIN</translation>
    </message>
    <message>
        <source>Your PIN as it is</source>
        <translation>Ihre bisherige PIN</translation>
    </message>
    <message>
        <source>A new PIN, 4 to 8 digits</source>
        <translation>Eine neue PIN, 4 bis 8 Ziffern</translation>
    </message>
    <message>
        <source>The new PIN again</source>
        <translation>Die neue PIN noch einmal</translation>
    </message>
    <message>
        <source>Looking is free; changing something needs the PIN.</source>
        <translation>Ansehen ist frei; etwas zu ändern braucht die PIN.</translation>
    </message>
    <message>
        <source>Then everybody who stands here may sell and buy.</source>
        <translation>Dann darf jeder, der hier steht, verkaufen und kaufen.</translation>
    </message>
    <message>
        <source>It guards this screen against a passing hand.</source>
        <translation>Sie schützt diesen Bildschirm vor einer Hand im Vorbeigehen.</translation>
    </message>
</context>
<context>
    <name>settings</name>
    <message>
        <source>%1 s</source>
        <translation>%1 s</translation>
    </message>
    <message>
        <source>%1 min</source>
        <translation>%1 min</translation>
    </message>
    <message>
        <source>The screen dims when nobody touches it, at any hour.</source>
        <translation>Der Bildschirm wird dunkler, wenn ihn niemand berührt, zu jeder Stunde.</translation>
    </message>
    <message>
        <source>The night begins when it ends, so there is none.</source>
        <translation>Die Nacht beginnt, wenn sie endet; also gibt es keine.</translation>
    </message>
    <message>
        <source>From %1 to %2 the screen goes dark when nobody touches it. It is not broken: touch it once and it wakes. That touch presses nothing.</source>
        <translation>Von %1 bis %2 wird der Bildschirm dunkel, wenn ihn niemand berührt. Er ist nicht kaputt: einmal berühren, und er wacht auf. Diese Berührung drückt nichts.</translation>
    </message>
    <message>
        <source>The agent</source>
        <translation>Der Agent</translation>
    </message>
    <message>
        <source>This screen</source>
        <translation>Dieser Bildschirm</translation>
    </message>
    <message>
        <source>This home&apos;s address on the chain</source>
        <translation>Die Adresse dieses Hauses in der Kette</translation>
    </message>
    <message>
        <source>Licence</source>
        <translation>Lizenz</translation>
    </message>
    <message>
        <source>GNU General Public License 3 or later. You may use, study, share and improve it.</source>
        <translation>GNU General Public License 3 oder neuer. Sie dürfen es nutzen, untersuchen, weitergeben und verbessern.</translation>
    </message>
    <message>
        <source>Also in it</source>
        <translation>Ebenfalls darin</translation>
    </message>
    <message>
        <source>The agent last answered</source>
        <translation>Die Zentrale antwortete zuletzt</translation>
    </message>
</context>
<context>
    <name>status</name>
    <message>
        <source>The chain contradicts itself. Trading has stopped.</source>
        <translation>Die Kette widerspricht sich. Der Handel ruht.</translation>
    </message>
    <message>
        <source>Call the market&apos;s operator.</source>
        <translation>Rufen Sie den Betreiber des Marktes an.</translation>
    </message>
    <message>
        <source>The agent does not answer.</source>
        <translation>Die Zentrale antwortet nicht.</translation>
    </message>
    <message>
        <source>Last seen %1.</source>
        <translation>Zuletzt gesehen %1.</translation>
    </message>
</context>
<context>
    <name>storage</name>
    <message>
        <source>This home takes no part in the storage market.</source>
        <translation>Dieses Haus nimmt nicht am Speichermarkt teil.</translation>
    </message>
    <message>
        <source>of %1</source>
        <translation>von %1</translation>
    </message>
    <message>
        <source>nothing is open</source>
        <translation>nichts ist offen</translation>
    </message>
    <message>
        <source>report is due</source>
        <translation>Meldung ist fällig</translation>
    </message>
    <message>
        <source>report in %1</source>
        <translation>Meldung in %1</translation>
    </message>
    <message>
        <source>The battery&apos;s owner gets %1 of it</source>
        <translation>Der Besitzer der Batterie erhält %1 davon</translation>
    </message>
    <message>
        <source>nothing is locked</source>
        <translation>nichts ist gesperrt</translation>
    </message>
    <message>
        <source>%1 locked</source>
        <translation>%1 gesperrt</translation>
    </message>
    <message>
        <source>Not known what it does now</source>
        <translation>Was sie jetzt tut, ist nicht bekannt</translation>
    </message>
    <message>
        <source>Resting</source>
        <translation>Ruht</translation>
    </message>
    <message>
        <source>Charging with %1</source>
        <translation>Lädt mit %1</translation>
    </message>
    <message>
        <source>Giving %1</source>
        <translation>Gibt %1</translation>
    </message>
    <message>
        <source>%1 into the battery</source>
        <translation>%1 in die Batterie</translation>
    </message>
    <message>
        <source>%1 out of the battery</source>
        <translation>%1 aus der Batterie</translation>
    </message>
    <message>
        <source>%1 in the battery</source>
        <translation>%1 in der Batterie</translation>
    </message>
    <message>
        <source>waits</source>
        <translation>wartet</translation>
    </message>
    <message>
        <source>sent</source>
        <translation>gesendet</translation>
    </message>
    <message>
        <source>in a block</source>
        <translation>in einem Block</translation>
    </message>
    <message>
        <source>accepted</source>
        <translation>angenommen</translation>
    </message>
    <message>
        <source>refused</source>
        <translation>abgelehnt</translation>
    </message>
    <message>
        <source>had no effect</source>
        <translation>ohne Wirkung</translation>
    </message>
    <message>
        <source>Your session</source>
        <translation>Ihre Sitzung</translation>
    </message>
    <message>
        <source>Session of %1</source>
        <translation>Sitzung von %1</translation>
    </message>
    <message>
        <source>until %1</source>
        <translation>bis %1</translation>
    </message>
</context>
<context>
    <name>street</name>
    <message>
        <source>The street comes from the agent.</source>
        <translation>Die Straße kommt von der Zentrale.</translation>
    </message>
    <message>
        <source>This agent cannot show that yet; update it.</source>
        <translation>Diese Zentrale kann das noch nicht zeigen; bringen Sie sie auf den neuesten Stand.</translation>
    </message>
    <message>
        <source>Asking the agent …</source>
        <translation>Die Zentrale wird gefragt …</translation>
    </message>
    <message>
        <source>%1 trades, together %2.</source>
        <translation>%1 Geschäfte, zusammen %2.</translation>
    </message>
    <message>
        <source>One trade, %2.</source>
        <translation>Ein Geschäft, %2.</translation>
    </message>
    <message>
        <source>Nobody traded.</source>
        <translation>Niemand handelte.</translation>
    </message>
    <message>
        <source>Your home was not among them.</source>
        <translation>Ihr Haus war nicht dabei.</translation>
    </message>
    <message>
        <source>The street&apos;s network is not known yet.</source>
        <translation>Das Netz der Straße ist noch nicht bekannt.</translation>
    </message>
    <message>
        <source>you sold %1 · %2 away</source>
        <translation>Sie verkauften %1 · %2 entfernt</translation>
    </message>
    <message>
        <source>you bought %1 · %2 away</source>
        <translation>Sie kauften %1 · %2 entfernt</translation>
    </message>
    <message>
        <source>Round %1</source>
        <translation>Runde %1</translation>
    </message>
    <message>
        <source>Round of %1</source>
        <translation>Runde von %1</translation>
    </message>
    <message>
        <source>They meet at %1.</source>
        <translation>Sie treffen sich bei %1.</translation>
    </message>
    <message>
        <source>The result is not there yet.</source>
        <translation>Das Ergebnis ist noch nicht da.</translation>
    </message>
    <message>
        <source>The round was cancelled; nobody pays anything.</source>
        <translation>Die Runde wurde abgesagt; niemand zahlt etwas.</translation>
    </message>
    <message>
        <source>They do not meet: nobody traded.</source>
        <translation>Sie treffen sich nicht: Niemand handelte.</translation>
    </message>
    <message>
        <source>%1 orders.</source>
        <translation>%1 Aufträge.</translation>
    </message>
    <message>
        <source>✓ Proven on the chain, block %1.</source>
        <translation>✓ In der Kette bewiesen, Block %1.</translation>
    </message>
    <message>
        <source>Nobody ordered.</source>
        <translation>Niemand gab einen Auftrag.</translation>
    </message>
    <message>
        <source>Your home had no order.</source>
        <translation>Ihr Haus hatte keinen Auftrag.</translation>
    </message>
    <message>
        <source>You: sell up to %1 for at least %2.</source>
        <translation>Sie: bis zu %1 verkaufen, für mindestens %2.</translation>
    </message>
    <message>
        <source>You: buy up to %1 for at most %2.</source>
        <translation>Sie: bis zu %1 kaufen, für höchstens %2.</translation>
    </message>
    <message>
        <source>Last price: %1, at %2.</source>
        <translation>Letzter Preis: %1, um %2.</translation>
    </message>
    <message>
        <source>Between %1 and %2.</source>
        <translation>Zwischen %1 und %2.</translation>
    </message>
    <message>
        <source>In %1 of %2 rounds nobody traded.</source>
        <translation>In %1 von %2 Runden handelte niemand.</translation>
    </message>
    <message>
        <source>● Rounds in which you traded.</source>
        <translation>● Runden, in denen Sie handelten.</translation>
    </message>
    <message>
        <source>No round has had a price yet.</source>
        <translation>Noch hatte keine Runde einen Preis.</translation>
    </message>
    <message>
        <source>The agent&apos;s answer could not be understood: %1.</source>
        <translation>Die Antwort der Zentrale war nicht zu verstehen: %1.</translation>
    </message>
</context>
<context>
    <name>texts</name>
    <message>
        <source>at %1</source>
        <translation>um %1</translation>
    </message>
    <message>
        <source>just now</source>
        <translation>gerade eben</translation>
    </message>
    <message>
        <source>%1 s ago</source>
        <translation>vor %1 s</translation>
    </message>
    <message>
        <source>%1 min ago</source>
        <translation>vor %1 min</translation>
    </message>
    <message>
        <source>%1 h ago</source>
        <translation>vor %1 h</translation>
    </message>
</context>
<context>
    <name>trade</name>
    <message>
        <source>No forecast yet</source>
        <translation>Noch keine Vorhersage</translation>
    </message>
    <message>
        <source>Left over: about %1</source>
        <translation>Übrig: etwa %1</translation>
    </message>
    <message>
        <source>Missing: about %1</source>
        <translation>Es fehlt: etwa %1</translation>
    </message>
    <message>
        <source>The agent decides</source>
        <translation>Die Zentrale entscheidet</translation>
    </message>
    <message>
        <source>about %1</source>
        <translation>etwa %1</translation>
    </message>
    <message>
        <source>Preferably within (1 home)</source>
        <translation>Am liebsten innerhalb von (1 Haus)</translation>
    </message>
    <message>
        <source>Preferably within (%1 homes)</source>
        <translation>Am liebsten innerhalb von (%1 Häuser)</translation>
    </message>
    <message>
        <source>anywhere</source>
        <translation>überall</translation>
    </message>
    <message>
        <source>Next round</source>
        <translation>Nächste Runde</translation>
    </message>
    <message>
        <source>Round closes in</source>
        <translation>Runde endet in</translation>
    </message>
    <message>
        <source>Next round in</source>
        <translation>Nächste Runde in</translation>
    </message>
    <message>
        <source>The agent does not answer.</source>
        <translation>Die Zentrale antwortet nicht.</translation>
    </message>
    <message>
        <source>One thing has to be corrected</source>
        <translation>Eines ist zu berichtigen</translation>
    </message>
    <message>
        <source>%1 things have to be corrected</source>
        <translation>%1 Dinge sind zu berichtigen</translation>
    </message>
    <message>
        <source>Then press Update Values.</source>
        <translation>Dann Werte ändern drücken.</translation>
    </message>
    <message>
        <source>Selling needs a surplus.</source>
        <translation>Verkaufen braucht einen Überschuss.</translation>
    </message>
    <message>
        <source>Set Values replaces it</source>
        <translation>Werte setzen ersetzt ihn</translation>
    </message>
    <message>
        <source>Waiting for the next round, %1</source>
        <translation>Wartet auf die nächste Runde, %1</translation>
    </message>
    <message>
        <source>Press Start to begin.</source>
        <translation>Mit Start geht es los.</translation>
    </message>
    <message>
        <source>Opt in to take part in trading.</source>
        <translation>Mitmachen wählen, um zu handeln.</translation>
    </message>
    <message>
        <source>Choose whether to sell or to buy.</source>
        <translation>Verkaufen oder kaufen wählen.</translation>
    </message>
    <message>
        <source>Choose who decides the amount: you or the agent.</source>
        <translation>Wählen, wer die Menge entscheidet: Sie oder die Zentrale.</translation>
    </message>
    <message>
        <source>Set the range of prices.</source>
        <translation>Den Preisbereich einstellen.</translation>
    </message>
    <message>
        <source>Set the amount.</source>
        <translation>Die Menge einstellen.</translation>
    </message>
    <message>
        <source>Everything is chosen. Press Set Values.</source>
        <translation>Alles ist gewählt. Werte setzen drücken.</translation>
    </message>
    <message>
        <source>Nothing more to do here.</source>
        <translation>Hier ist nichts mehr zu tun.</translation>
    </message>
    <message>
        <source>Last rounds: %1 to %2, the last one %3</source>
        <translation>Letzte Runden: %1 bis %2, zuletzt %3</translation>
    </message>
    <message>
        <source>Sell</source>
        <translation>Verkauf</translation>
    </message>
    <message>
        <source>Buy</source>
        <translation>Kauf</translation>
    </message>
    <message>
        <source>Sell what is left over for at least %2</source>
        <translation>Übriges verkaufen für mindestens %2</translation>
    </message>
    <message>
        <source>Buy what is missing for at most %2</source>
        <translation>Fehlendes kaufen für höchstens %2</translation>
    </message>
    <message>
        <source>Sell up to %1 for at least %2</source>
        <translation>Bis zu %1 verkaufen für mindestens %2</translation>
    </message>
    <message>
        <source>Buy up to %1 for at most %2</source>
        <translation>Bis zu %1 kaufen für höchstens %2</translation>
    </message>
    <message>
        <source>The agent has not said yet what this brings or costs.</source>
        <translation>Die Zentrale hat noch nicht gesagt, was das bringt oder kostet.</translation>
    </message>
    <message>
        <source>All of it sold brings %1 or more.</source>
        <translation>Ganz verkauft bringt es %1 oder mehr.</translation>
    </message>
    <message>
        <source>All of it bought costs %1 or less.</source>
        <translation>Ganz gekauft kostet es %1 oder weniger.</translation>
    </message>
    <message>
        <source>At worst it costs %1: the network charge may be above the price.</source>
        <translation>Schlimmstenfalls kostet es %1: Die Netzgebühr kann über dem Preis liegen.</translation>
    </message>
    <message>
        <source>It can never cost more than %1; so much is held ready.</source>
        <translation>Mehr als %1 kann es nie kosten; so viel wird bereitgehalten.</translation>
    </message>
    <message>
        <source>Network charge with a partner %1 away: %2.</source>
        <translation>Netzgebühr bei einem Partner in %1 Entfernung: %2.</translation>
    </message>
    <message>
        <source>It waits for the next round, which opens in %1.</source>
        <translation>Es wartet auf die nächste Runde; sie öffnet in %1.</translation>
    </message>
    <message>
        <source>It replaces your order of this round: %1.</source>
        <translation>Es ersetzt Ihren Auftrag dieser Runde: %1.</translation>
    </message>
    <message>
        <source>It is repeated every round until you stop it.</source>
        <translation>Es wird jede Runde wiederholt, bis Sie es beenden.</translation>
    </message>
    <message>
        <source>The agent decides the amount anew each round.</source>
        <translation>Die Zentrale entscheidet die Menge jede Runde neu.</translation>
    </message>
    <message>
        <source>If you deliver only %1 of %2 you get %3 less, %4 of it as a penalty.</source>
        <translation>Liefern Sie nur %1 von %2, bekommen Sie %3 weniger, davon %4 als Strafe.</translation>
    </message>
    <message>
        <source>If you use only %1 of %2 you pay a penalty of %4.</source>
        <translation>Brauchen Sie nur %1 von %2, zahlen Sie %4 Strafe.</translation>
    </message>
</context>
<context>
    <name>way</name>
    <message>
        <source>In a block</source>
        <translation>Im Block</translation>
    </message>
    <message>
        <source>In block %1</source>
        <translation>In Block %1</translation>
    </message>
    <message>
        <source>Queued</source>
        <translation>In Reihe</translation>
    </message>
    <message>
        <source>Sent</source>
        <translation>Gesendet</translation>
    </message>
    <message>
        <source>Final</source>
        <translation>Endgültig</translation>
    </message>
    <message>
        <source>Traded</source>
        <translation>Gehandelt</translation>
    </message>
    <message>
        <source>Not traded</source>
        <translation>Kein Geschäft</translation>
    </message>
    <message>
        <source>Round void</source>
        <translation>Abgesagt</translation>
    </message>
    <message>
        <source>Refused</source>
        <translation>Abgelehnt</translation>
    </message>
    <message>
        <source>Too late</source>
        <translation>Zu spät</translation>
    </message>
    <message>
        <source>Result</source>
        <translation>Ergebnis</translation>
    </message>
    <message>
        <source>Sells %1 for at least %2</source>
        <translation>Verkauft %1 für mindestens %2</translation>
    </message>
    <message>
        <source>Buys %1 for at most %2</source>
        <translation>Kauft %1 für höchstens %2</translation>
    </message>
    <message>
        <source>Being signed</source>
        <translation>Wird unterschrieben</translation>
    </message>
    <message>
        <source>Sent, in no block yet</source>
        <translation>Gesendet, noch in keinem Block</translation>
    </message>
    <message>
        <source>Final in block %1</source>
        <translation>Endgültig in Block %1</translation>
    </message>
</context>
</TS>
