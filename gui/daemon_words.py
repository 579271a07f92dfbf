"""The daemon's sentences that the screen can say in other languages: with %1, %2 … for what changes.

One line per sentence; lupdate collects them. What is missing here is shown in English, and
tests/gui/test_translations.py tells which sentences those are.
"""

from PySide6.QtCore import QT_TRANSLATE_NOOP

KNOWN: tuple[str, ...] = tuple(
    str(sentence)
    for sentence in (
        QT_TRANSLATE_NOOP(
            "daemon",
            "Somebody else has sent a transaction with this home's key. Trading has stopped.",
        ),
        QT_TRANSLATE_NOOP("daemon", "Call your installer: the key must be replaced."),
        QT_TRANSLATE_NOOP("daemon", "The chain contradicts itself: %1. Trading has stopped."),
        QT_TRANSLATE_NOOP("daemon", "Call the market's operator."),
        QT_TRANSLATE_NOOP("daemon", "The market's chain cannot be followed: %1."),
        QT_TRANSLATE_NOOP("daemon", "The market's chain cannot be followed (%1)."),
        QT_TRANSLATE_NOOP(
            "daemon", "Nothing, if it passes within minutes; else check the internet connection."
        ),
        QT_TRANSLATE_NOOP(
            "daemon", "The operator's statement for cycle %1 says %2, the chain proves %3."
        ),
        QT_TRANSLATE_NOOP("daemon", "What the chain proves holds. Ask the operator about it."),
        QT_TRANSLATE_NOOP("daemon", "This home is not enrolled in the market."),
        QT_TRANSLATE_NOOP("daemon", "Ask the market's operator to enrol it."),
        QT_TRANSLATE_NOOP("daemon", "The home's chain account cannot pay for transactions."),
        QT_TRANSLATE_NOOP("daemon", "Ask the market's operator to fund it."),
        QT_TRANSLATE_NOOP("daemon", "The orders of cycle %1 could not be cleared: %2."),
        QT_TRANSLATE_NOOP("daemon", "Tell the market's operator."),
        QT_TRANSLATE_NOOP(
            "daemon", "Check the meter and the radio link. Nothing is sold until it reports again."
        ),
        QT_TRANSLATE_NOOP("daemon", "Delivery reports cannot be sent: %1."),
        QT_TRANSLATE_NOOP("daemon", "Nothing: they are kept and sent when the line is back."),
        QT_TRANSLATE_NOOP(
            "daemon", "Nothing: it begins by itself. The lost box must not run again."
        ),
        QT_TRANSLATE_NOOP("daemon", "Another box with its key was at work meanwhile."),
        QT_TRANSLATE_NOOP("daemon", "The clock is not set yet, so nothing is traded."),
        QT_TRANSLATE_NOOP("daemon", "Check the internet connection; the time comes from there."),
        QT_TRANSLATE_NOOP("daemon", "not yet connected to the chain"),
        QT_TRANSLATE_NOOP("daemon", "not yet connected to the broker"),
        QT_TRANSLATE_NOOP("daemon", "no new block for %1 s"),
        QT_TRANSLATE_NOOP("daemon", "following the chain"),
        QT_TRANSLATE_NOOP("daemon", "No meter has reported yet."),
        QT_TRANSLATE_NOOP("daemon", "No grid meter has been chosen yet."),
        QT_TRANSLATE_NOOP("daemon", "Nothing is traded."),
        QT_TRANSLATE_NOOP(
            "daemon", "An installer pairs the meter and gives it its role: gridhearth pair."
        ),
        QT_TRANSLATE_NOOP(
            "daemon",
            "Look whether it has power and is in reach; until it answers, switch it by hand.",
        ),
        QT_TRANSLATE_NOOP("daemon", "The relay does not answer; it may be on or off."),
        QT_TRANSLATE_NOOP("daemon", "The relay is on although it was told otherwise."),
        QT_TRANSLATE_NOOP("daemon", "The relay is off although it was told otherwise."),
        QT_TRANSLATE_NOOP("daemon", "The radio does not work: %1"),
        QT_TRANSLATE_NOOP(
            "daemon",
            "Look whether the stick is plugged in and no other program uses it; pull it out and put it back.",
        ),
        QT_TRANSLATE_NOOP("daemon", "The stick has no network: %1"),
        QT_TRANSLATE_NOOP(
            "daemon",
            "An installer restores the home's backup (gridhearth radio restore), or forms a new network (gridhearth radio form).",
        ),
        QT_TRANSLATE_NOOP("daemon", "The stick holds another home's network: %1"),
        QT_TRANSLATE_NOOP(
            "daemon",
            "Put the home's own stick back, or restore its backup: gridhearth radio restore.",
        ),
        QT_TRANSLATE_NOOP("daemon", "%1 (grid meter)"),
        QT_TRANSLATE_NOOP("daemon", "%1 (generation meter)"),
        QT_TRANSLATE_NOOP("daemon", "%1 (storage meter)"),
        QT_TRANSLATE_NOOP("daemon", "%1 is not in the radio's network."),
        QT_TRANSLATE_NOOP(
            "daemon", "Pair it again, or give its role to another meter: gridhearth devices."
        ),
        QT_TRANSLATE_NOOP("daemon", "%1 cannot be used: %2"),
        QT_TRANSLATE_NOOP(
            "daemon", "Ask the installer: the meter's scale must be known before its energy counts."
        ),
        QT_TRANSLATE_NOOP(
            "daemon",
            "Look whether it has power and is in reach; then gridhearth devices configure.",
        ),
        QT_TRANSLATE_NOOP("daemon", "%1 has gone silent."),
        QT_TRANSLATE_NOOP("daemon", "The clock is not trusted yet."),
        QT_TRANSLATE_NOOP("daemon", "Too few readings yet to judge."),
        QT_TRANSLATE_NOOP("daemon", "Meter %1 has never reported."),
        QT_TRANSLATE_NOOP("daemon", "Meter %1 has not reported yet."),
        QT_TRANSLATE_NOOP(
            "daemon", "Meter %1 is dated later than now; the clock may have been set back."
        ),
        QT_TRANSLATE_NOOP(
            "daemon",
            "Meter %1 reports registers that cannot be right (%2) for %3; an installer must look at it.",
        ),
        QT_TRANSLATE_NOOP("daemon", "Meter %1 has been silent for %2."),
        QT_TRANSLATE_NOOP("daemon", "The meter has been silent for %1."),
        QT_TRANSLATE_NOOP("daemon", "Your home uses %1 more than it makes (makes %2, uses %3)."),
        QT_TRANSLATE_NOOP("daemon", "Your home uses %1 more than it makes."),
        QT_TRANSLATE_NOOP("daemon", "Your home makes %1 more than it uses (makes %2, uses %3)."),
        QT_TRANSLATE_NOOP("daemon", "Your home makes %1 more than it uses."),
        QT_TRANSLATE_NOOP(
            "daemon",
            "Your home makes %1 more than it uses (makes %2, uses %3); surplus begins at %4.",
        ),
        QT_TRANSLATE_NOOP("daemon", "Your home makes %1 more than it uses; surplus begins at %2."),
        QT_TRANSLATE_NOOP("daemon", "Selling needs a surplus."),
        QT_TRANSLATE_NOOP("daemon", "The lowest price %1 is outside %2."),
        QT_TRANSLATE_NOOP("daemon", "The highest price %1 is outside %2."),
        QT_TRANSLATE_NOOP("daemon", "The lowest price %1 is above the highest, %2."),
        QT_TRANSLATE_NOOP("daemon", "%1 per kWh"),
        QT_TRANSLATE_NOOP("daemon", "%1 per kWh to %2 per kWh"),
        QT_TRANSLATE_NOOP("daemon", "at most %1"),
        QT_TRANSLATE_NOOP("daemon", "at most %1 per kWh"),
        QT_TRANSLATE_NOOP("daemon", "more than 0 kWh"),
        QT_TRANSLATE_NOOP("daemon", "a known forecast"),
        QT_TRANSLATE_NOOP("daemon", "0 m to %1 m"),
        QT_TRANSLATE_NOOP("daemon", "The distance %1 m is outside 0 m to %2 m."),
        QT_TRANSLATE_NOOP("daemon", "What your home will use and make is not known yet."),
        QT_TRANSLATE_NOOP("daemon", "No surplus is expected in the next delivery interval."),
        QT_TRANSLATE_NOOP("daemon", "No need is expected in the next delivery interval."),
        QT_TRANSLATE_NOOP("daemon", "The amount must be above 0 kWh."),
        QT_TRANSLATE_NOOP("daemon", "Your connection carries at most %1 in one cycle, not %2."),
        QT_TRANSLATE_NOOP(
            "daemon", "%1 is more than the surplus expected in the next delivery interval, %2."
        ),
        QT_TRANSLATE_NOOP(
            "daemon", "%1 is more than the need expected in the next delivery interval, %2."
        ),
        QT_TRANSLATE_NOOP(
            "daemon", "This order could cost up to %1; your account has %2 free for it."
        ),
        QT_TRANSLATE_NOOP("daemon", "The last reading is too old to expect anything from it."),
        QT_TRANSLATE_NOOP("daemon", "This home's key was used elsewhere; trading has stopped."),
        QT_TRANSLATE_NOOP("daemon", "Your account has not been proven yet."),
        QT_TRANSLATE_NOOP("daemon", "This cycle's limit of %1 orders is reached."),
        QT_TRANSLATE_NOOP("daemon", "The market's time is not known yet."),
        QT_TRANSLATE_NOOP("daemon", "The quotation window is closed."),
        QT_TRANSLATE_NOOP("daemon", "The order waits for the next quotation window."),
        QT_TRANSLATE_NOOP("daemon", "The order is no longer repeated."),
        QT_TRANSLATE_NOOP("daemon", "The values are in order. Press Set Values to use them."),
        QT_TRANSLATE_NOOP(
            "daemon", "Make every choice first: settlement, price range and, if manual, the amount."
        ),
        QT_TRANSLATE_NOOP("daemon", "This order replaces your earlier one of this window."),
        QT_TRANSLATE_NOOP("daemon", "The waiting order was not sent: the facts had changed."),
        QT_TRANSLATE_NOOP("daemon", "Press Start to begin."),
        QT_TRANSLATE_NOOP("daemon", "You take part in no trading."),
        QT_TRANSLATE_NOOP("daemon", "You chose neither to sell nor to buy."),
        QT_TRANSLATE_NOOP("daemon", "Nothing is sent until the values are corrected."),
        QT_TRANSLATE_NOOP("daemon", "You have an order in this window: Set Values replaces it."),
        QT_TRANSLATE_NOOP("daemon", "Press Set Values once to repeat the order every cycle."),
        QT_TRANSLATE_NOOP("daemon", "It is already started."),
        QT_TRANSLATE_NOOP("daemon", "Press Start first."),
        QT_TRANSLATE_NOOP("daemon", "Opt in to trading first."),
        QT_TRANSLATE_NOOP("daemon", "Choose to sell or to buy first."),
        QT_TRANSLATE_NOOP("daemon", "There is nothing to correct."),
        QT_TRANSLATE_NOOP("daemon", "Correct the values and press Update Values first."),
        QT_TRANSLATE_NOOP("daemon", "Choose the manual settlement first."),
        QT_TRANSLATE_NOOP("daemon", "your price did not meet the market"),
        QT_TRANSLATE_NOOP("daemon", "there was not enough supply"),
        QT_TRANSLATE_NOOP("daemon", "no partner was left for you"),
        QT_TRANSLATE_NOOP("daemon", "buyers' and sellers' prices did not cross"),
        QT_TRANSLATE_NOOP("daemon", "%1 (base price %2 per kWh)"),
        QT_TRANSLATE_NOOP(
            "daemon", "the market refused it: too late, or not enough credit for its cost"
        ),
        QT_TRANSLATE_NOOP("daemon", "the window closed before it arrived"),
        QT_TRANSLATE_NOOP("daemon", "the window closed before it could be sent"),
        QT_TRANSLATE_NOOP("daemon", "replaced by your newer order"),
        QT_TRANSLATE_NOOP(
            "daemon", "the endorsers found no common result; the cycle was cancelled"
        ),
        QT_TRANSLATE_NOOP("daemon", "sold %1 at %2 per kWh"),
        QT_TRANSLATE_NOOP("daemon", "bought %1 at %2 per kWh"),
        QT_TRANSLATE_NOOP("daemon", "you asked for it"),
        QT_TRANSLATE_NOOP("daemon", "your standing instruction"),
        QT_TRANSLATE_NOOP("daemon", "The market's terms for this home have not been proven yet."),
        QT_TRANSLATE_NOOP("daemon", "The amount is not known yet."),
        QT_TRANSLATE_NOOP("daemon", "That is more than the connection carries."),
        QT_TRANSLATE_NOOP("daemon", "This round has %1 orders, more than %2 can be drawn."),
        QT_TRANSLATE_NOOP("daemon", "This round has %1 orders, too many to draw."),
        QT_TRANSLATE_NOOP("daemon", "Nobody ordered in this round."),
        QT_TRANSLATE_NOOP("daemon", "This round has no result yet."),
        QT_TRANSLATE_NOOP("daemon", "This round was void: nobody traded."),
        QT_TRANSLATE_NOOP("daemon", "Nobody traded in this round."),
        QT_TRANSLATE_NOOP("daemon", "This day is over."),
        QT_TRANSLATE_NOOP("daemon", "The radio has not shown this device since the start."),
        QT_TRANSLATE_NOOP("daemon", "%1 follows the surplus now."),
        QT_TRANSLATE_NOOP("daemon", "%1 is to be on; it is told once its shortest time is over."),
        QT_TRANSLATE_NOOP("daemon", "%1 is to be off; it is told once its shortest time is over."),
        QT_TRANSLATE_NOOP("daemon", "%1 is no relay of this home."),
        QT_TRANSLATE_NOOP("daemon", "Switch nothing for a moment: the meter is being listened to."),
        QT_TRANSLATE_NOOP("daemon", "Switch on a load of about %1 now, then say that it is on."),
        QT_TRANSLATE_NOOP(
            "daemon", "Have the battery charge with about %1 now, then say that it does."
        ),
        QT_TRANSLATE_NOOP("daemon", "Leave everything as it is: the meter is being watched."),
        QT_TRANSLATE_NOOP(
            "daemon", "Other loads went on and off all the time; switch them off and check again."
        ),
        QT_TRANSLATE_NOOP("daemon", "The meter said too little within five minutes to be checked."),
        QT_TRANSLATE_NOOP("daemon", "The meter gave no usable power for five minutes."),
        QT_TRANSLATE_NOOP("daemon", "It moved by %1 for a load of %2"),
        QT_TRANSLATE_NOOP("daemon", "It moved by %1 for a load of %2: that fits."),
        QT_TRANSLATE_NOOP(
            "daemon",
            "Its register counted %1 Wh while about %2 Wh passed: it counts %3 times too much.",
        ),
        QT_TRANSLATE_NOOP("daemon", "Its register counts rightly; only its power is scaled wrong."),
        QT_TRANSLATE_NOOP(
            "daemon",
            "The PINs' file is damaged, so nothing can be changed with a PIN; an installer sets new ones with 'gridhearth pin set'.",
        ),
        QT_TRANSLATE_NOOP("daemon", "Enter the old PIN as well."),
        QT_TRANSLATE_NOOP("daemon", "The household's PIN is set."),
        QT_TRANSLATE_NOOP("daemon", "The household's PIN is removed."),
        QT_TRANSLATE_NOOP("daemon", "The installer's PIN is set."),
        QT_TRANSLATE_NOOP("daemon", "The installer's PIN is removed."),
        QT_TRANSLATE_NOOP("daemon", "No household's PIN is set."),
        QT_TRANSLATE_NOOP("daemon", "No installer's PIN is set."),
        QT_TRANSLATE_NOOP("daemon", "Too many wrong tries; wait %1."),
        QT_TRANSLATE_NOOP("daemon", "The PIN is right."),
        QT_TRANSLATE_NOOP("daemon", "That PIN is wrong; 1 try left before a pause."),
        QT_TRANSLATE_NOOP("daemon", "That PIN is wrong; %1 tries left before a pause."),
        QT_TRANSLATE_NOOP("daemon", "That PIN is wrong; wait %1."),
        QT_TRANSLATE_NOOP(
            "daemon", "The installer's first PIN is set by a user of the installer's group."
        ),
        QT_TRANSLATE_NOOP("daemon", "The radio is being started."),
        QT_TRANSLATE_NOOP("daemon", "The radio's driver failed; it is started again."),
        QT_TRANSLATE_NOOP(
            "daemon", "%1 may join for %2 s with its own key. Switch it to pairing now."
        ),
        QT_TRANSLATE_NOOP("daemon", "Nobody may join any more."),
        QT_TRANSLATE_NOOP("daemon", "The network is formed."),
        QT_TRANSLATE_NOOP(
            "daemon", "The backup is %1. Whoever has it and its passphrase has this network."
        ),
        QT_TRANSLATE_NOOP("daemon", "The network is restored."),
        QT_TRANSLATE_NOOP("daemon", "The radio is busy with %1; ask again later."),
        QT_TRANSLATE_NOOP("daemon", "forming a network"),
        QT_TRANSLATE_NOOP("daemon", "writing a backup"),
        QT_TRANSLATE_NOOP("daemon", "restoring a backup"),
        QT_TRANSLATE_NOOP(
            "daemon", "Nothing was answered within %1 s; it may still have happened."
        ),
        QT_TRANSLATE_NOOP("daemon", "No live check is waiting for a load."),
        QT_TRANSLATE_NOOP("daemon", "There is no live check now."),
        QT_TRANSLATE_NOOP("daemon", "The chain has not been followed yet."),
        QT_TRANSLATE_NOOP("daemon", "No round has closed yet."),
        QT_TRANSLATE_NOOP("daemon", "That round's window has not closed yet."),
        QT_TRANSLATE_NOOP("daemon", "The chain's nodes did not answer in time; try again."),
        QT_TRANSLATE_NOOP("daemon", "The round could not be read from the chain: %1."),
        QT_TRANSLATE_NOOP(
            "daemon", "The answer does not fit into one message; ask for fewer lines."
        ),
        QT_TRANSLATE_NOOP("daemon", "Paused: %1"),
        QT_TRANSLATE_NOOP("daemon", "It would not be sent now: %1"),
        QT_TRANSLATE_NOOP(
            "daemon",
            "You chose to sell %1 between %2 per kWh and %3 per kWh, preferably within %4 m.",
        ),
        QT_TRANSLATE_NOOP("daemon", "You chose to sell %1 between %2 per kWh and %3 per kWh."),
        QT_TRANSLATE_NOOP(
            "daemon",
            "You chose to buy %1 between %2 per kWh and %3 per kWh, preferably within %4 m.",
        ),
        QT_TRANSLATE_NOOP("daemon", "You chose to buy %1 between %2 per kWh and %3 per kWh."),
        QT_TRANSLATE_NOOP("daemon", "You chose to sell; not every choice is made yet."),
        QT_TRANSLATE_NOOP("daemon", "You chose to buy; not every choice is made yet."),
        QT_TRANSLATE_NOOP("daemon", "%1 (the agent decides)"),
        QT_TRANSLATE_NOOP("daemon", "an amount not known yet"),
        QT_TRANSLATE_NOOP(
            "daemon",
            "Put the stick on a short extension lead, on another port; see that no other program opens it, and update its firmware.",
        ),
        QT_TRANSLATE_NOOP("daemon", "The radio was lost %1 times within the last hour."),
        QT_TRANSLATE_NOOP("daemon", "grid meter"),
        QT_TRANSLATE_NOOP("daemon", "generation meter"),
        QT_TRANSLATE_NOOP("daemon", "storage meter"),
        QT_TRANSLATE_NOOP("daemon", "relay"),
        QT_TRANSLATE_NOOP("daemon", "on"),
        QT_TRANSLATE_NOOP("daemon", "off"),
        QT_TRANSLATE_NOOP("daemon", "%1 is the %2 now."),
        QT_TRANSLATE_NOOP(
            "daemon", "%1 is the %2 now; its registers go on as soon as two of its readings agree."
        ),
        QT_TRANSLATE_NOOP("daemon", "%1 is no longer the %2."),
        QT_TRANSLATE_NOOP("daemon", "%1 is the %2; release it first."),
        QT_TRANSLATE_NOOP(
            "daemon",
            "This home's meters do not come from the radio (its settings name another driver under [meters]), so a device can only become a relay.",
        ),
        QT_TRANSLATE_NOOP(
            "daemon", "%1 is the %2 already; to exchange the meter, ask for it as a replacement."
        ),
        QT_TRANSLATE_NOOP("daemon", "%1 is called %2 now."),
        QT_TRANSLATE_NOOP("daemon", "%1 has no name any more."),
        QT_TRANSLATE_NOOP("daemon", "A name has up to %1 printable characters."),
        QT_TRANSLATE_NOOP("daemon", "%1 is called %2 already."),
        QT_TRANSLATE_NOOP("daemon", "%1 devices have names already."),
        QT_TRANSLATE_NOOP("daemon", "%1 was removed."),
        QT_TRANSLATE_NOOP("daemon", "A relay has no import and export that could change places."),
        QT_TRANSLATE_NOOP("daemon", "A home has %1 relays at most."),
        QT_TRANSLATE_NOOP("daemon", "%1 has no role."),
        QT_TRANSLATE_NOOP("daemon", "%1 has not the role %2."),
        QT_TRANSLATE_NOOP("daemon", "%1 is %2; say which of them."),
        QT_TRANSLATE_NOOP(
            "daemon", "Sold %1 to %2, %3 away, at %4; network charge %5, quoted income %6."
        ),
        QT_TRANSLATE_NOOP(
            "daemon", "Bought %1 from %2, %3 away, at %4; network charge %5, quoted bill %6."
        ),
        QT_TRANSLATE_NOOP("daemon", "Order of cycle %1, sell %2: %3 (%4)."),
        QT_TRANSLATE_NOOP("daemon", "Order of cycle %1, buy %2: %3 (%4)."),
        QT_TRANSLATE_NOOP("daemon", "Order of cycle %1, sell %2: %3."),
        QT_TRANSLATE_NOOP("daemon", "Order of cycle %1, buy %2: %3."),
        QT_TRANSLATE_NOOP("daemon", "queued"),
        QT_TRANSLATE_NOOP("daemon", "sent"),
        QT_TRANSLATE_NOOP("daemon", "final"),
        QT_TRANSLATE_NOOP("daemon", "traded"),
        QT_TRANSLATE_NOOP("daemon", "Cycle %1: %2 metered of %3 agreed, penalty %4, income %5."),
        QT_TRANSLATE_NOOP("daemon", "Cycle %1: %2 metered of %3 agreed, penalty %4, bill %5."),
        QT_TRANSLATE_NOOP(
            "daemon", "Cycle %1: %2 metered of %3 agreed, penalty %4, income %5 (not verified)."
        ),
        QT_TRANSLATE_NOOP(
            "daemon", "Cycle %1: %2 metered of %3 agreed, penalty %4, bill %5 (not verified)."
        ),
        QT_TRANSLATE_NOOP("daemon", "Waiting to sell %1 between %2 and %3."),
        QT_TRANSLATE_NOOP(
            "daemon", "Waiting to sell %1 between %2 and %3, preferably within %4 m."
        ),
        QT_TRANSLATE_NOOP("daemon", "Waiting to buy %1 between %2 and %3."),
        QT_TRANSLATE_NOOP("daemon", "Waiting to buy %1 between %2 and %3, preferably within %4 m."),
        QT_TRANSLATE_NOOP("daemon", "Repeated every cycle: sell %1 between %2 and %3."),
        QT_TRANSLATE_NOOP(
            "daemon", "Repeated every cycle: sell %1 between %2 and %3, preferably within %4 m."
        ),
        QT_TRANSLATE_NOOP("daemon", "Repeated every cycle: buy %1 between %2 and %3."),
        QT_TRANSLATE_NOOP(
            "daemon", "Repeated every cycle: buy %1 between %2 and %3, preferably within %4 m."
        ),
        QT_TRANSLATE_NOOP("daemon", "1 try"),
        QT_TRANSLATE_NOOP("daemon", "The PIN is as it was: %1."),
        QT_TRANSLATE_NOOP("daemon", "The PIN was not looked at: %1."),
        QT_TRANSLATE_NOOP("daemon", "The PIN is right. %1."),
        QT_TRANSLATE_NOOP(
            "daemon",
            "While joining is open, anyone near this home can let a device in and overhear the network's key, with which every meter can be listened to and imitated. Use the device's install code where it has one. If you open all the same, do it for as short as you can.",
        ),
        QT_TRANSLATE_NOOP("daemon", "%1 said what it is."),
        QT_TRANSLATE_NOOP("daemon", "%1 reports by itself now."),
        QT_TRANSLATE_NOOP("daemon", "Name a file of the backup directory or give a document."),
        QT_TRANSLATE_NOOP("daemon", "The backup's file: %1."),
        QT_TRANSLATE_NOOP("daemon", "The radio shows no meter %1."),
        QT_TRANSLATE_NOOP("daemon", "A meter's role is one of %1, not %2."),
        QT_TRANSLATE_NOOP("daemon", "A load of %1 W is too small; allowed: %2 W or more."),
        QT_TRANSLATE_NOOP("daemon", "A fuse of %1 A is not 1 to 200 A."),
        QT_TRANSLATE_NOOP("daemon", "A connection has 1 or 3 phases, not %1."),
        QT_TRANSLATE_NOOP("daemon", "%1 W is more than the connection's %2 W."),
        QT_TRANSLATE_NOOP(
            "daemon",
            "It fell by %1 when the load went on: the clamp sits the other way round – tick “turned round”.",
        ),
        QT_TRANSLATE_NOOP(
            "daemon",
            "It shows the panels drawing %1: the clamp sits the other way round – tick “turned round”.",
        ),
        QT_TRANSLATE_NOOP(
            "daemon",
            "It showed %1, but a connection of %2 × %3 A carries %4: its scale is too large.",
        ),
        QT_TRANSLATE_NOOP("daemon", "About %1 Wh passed and its register did not count."),
        QT_TRANSLATE_NOOP(
            "daemon",
            "Its power and its registers disagree about what is drawn and what is given; it cannot be used without a profile.",
        ),
        QT_TRANSLATE_NOOP("daemon", "%1: that fits."),
        QT_TRANSLATE_NOOP("daemon", "%1: the scale is %2 times too large."),
        QT_TRANSLATE_NOOP("daemon", "%1: the scale is %2 times too small."),
        QT_TRANSLATE_NOOP("daemon", "ten"),
        QT_TRANSLATE_NOOP("daemon", "a hundred"),
        QT_TRANSLATE_NOOP("daemon", "a thousand"),
        QT_TRANSLATE_NOOP(
            "daemon", "%1: this meter does not see the panels; another one does, or none."
        ),
        QT_TRANSLATE_NOOP(
            "daemon", "%1: this meter does not see the load; another one does, or none."
        ),
        QT_TRANSLATE_NOOP(
            "daemon",
            "%1, a third of it: only one of three phases is measured, or the load is on all three and the meter on one.",
        ),
        QT_TRANSLATE_NOOP(
            "daemon", "%1: that fits nothing; check the load's power and what else is on."
        ),
        QT_TRANSLATE_NOOP(
            "daemon",
            "Its register counted %1 Wh while about %2 Wh passed: it counts %3 times too little.",
        ),
        QT_TRANSLATE_NOOP("daemon", "The shortest time %1 is %2 s; allowed: 0 to 86 400 s."),
        QT_TRANSLATE_NOOP("daemon", "The lease is %1 s; allowed: %2 to 6 000 s."),
        QT_TRANSLATE_NOOP("daemon", "Meter %1 is not in the settings."),
        QT_TRANSLATE_NOOP("daemon", "Meter %1 is already in use."),
        QT_TRANSLATE_NOOP(
            "daemon",
            "This home has no radio: its settings have no [radio] table. Add it, and start the agent again.",
        ),
        QT_TRANSLATE_NOOP("daemon", "%1 is in use (%2); release it first."),
        QT_TRANSLATE_NOOP("daemon", "No relay is called %1; gridhearth devices lists them."),
        QT_TRANSLATE_NOOP("daemon", "%1 has several relays; name one by its key: %2."),
        QT_TRANSLATE_NOOP("daemon", "The radio shows no %1; gridhearth devices lists them all."),
        QT_TRANSLATE_NOOP("daemon", "%1 is no %2."),
        QT_TRANSLATE_NOOP("daemon", "Nothing was opened."),
        QT_TRANSLATE_NOOP("daemon", "%1 in block %2"),
        QT_TRANSLATE_NOOP("daemon", "not traded"),
        QT_TRANSLATE_NOOP("daemon", "void"),
        QT_TRANSLATE_NOOP("daemon", "settled"),
        QT_TRANSLATE_NOOP("daemon", "refused"),
        QT_TRANSLATE_NOOP("daemon", "missed"),
        QT_TRANSLATE_NOOP("daemon", "No order is sent so near to the window's edge."),
        QT_TRANSLATE_NOOP("daemon", "The clock says a time before what has already happened."),
        QT_TRANSLATE_NOOP("daemon", "No time service has set the clock."),
        QT_TRANSLATE_NOOP("daemon", "The clock is not set yet."),
        QT_TRANSLATE_NOOP("daemon", "The clock is about %1 s ahead of the market's chain."),
        QT_TRANSLATE_NOOP("daemon", "The clock is about %1 s behind the market's chain."),
        QT_TRANSLATE_NOOP("daemon", "Call your installer."),
        QT_TRANSLATE_NOOP("daemon", "Ask the market's operator."),
        QT_TRANSLATE_NOOP("daemon", "The amount is more than the contract can hold."),
        QT_TRANSLATE_NOOP("daemon", "This home is not one of the voters."),
        QT_TRANSLATE_NOOP(
            "daemon", "%1: handed over. Whether the contract accepts it shows within some blocks."
        ),
        QT_TRANSLATE_NOOP(
            "daemon", "Everything counted so far is reported now, and the battery's word is taken."
        ),
        QT_TRANSLATE_NOOP("daemon", "That needs %1 %2; %3 are available."),
        QT_TRANSLATE_NOOP(
            "daemon", "This home has no storage unit, so there is nothing to report."
        ),
        QT_TRANSLATE_NOOP("daemon", "The storage contract has not been read yet."),
        QT_TRANSLATE_NOOP("daemon", "%1 calls are waiting already; wait for one of them."),
        QT_TRANSLATE_NOOP(
            "daemon", "Name the unit whose energy you want: this home has none of its own."
        ),
        QT_TRANSLATE_NOOP("daemon", "Say either how much energy or how much ENT, not both."),
        QT_TRANSLATE_NOOP(
            "daemon",
            "This contract ends a session only by its energy or its time; without a unit what is past its time is given back.",
        ),
        QT_TRANSLATE_NOOP("daemon", "Ask the voters to register the unit."),
        QT_TRANSLATE_NOOP("daemon", "Name the unit: this home has none of its own."),
        QT_TRANSLATE_NOOP(
            "daemon",
            "Somebody else has sent a transaction with the storage unit's key. Reporting has stopped.",
        ),
        QT_TRANSLATE_NOOP(
            "daemon",
            "Compare the battery's display; if it is right, press Report now to take its word.",
        ),
        QT_TRANSLATE_NOOP("daemon", "%1 left the battery without a session."),
        QT_TRANSLATE_NOOP("daemon", "The unit's meter has not reported yet."),
        QT_TRANSLATE_NOOP(
            "daemon",
            "The unit is not registered: what it counts stays open until the voters register it.",
        ),
        QT_TRANSLATE_NOOP("daemon", "A report is under way."),
        QT_TRANSLATE_NOOP("daemon", "%1 are still to be reported."),
        QT_TRANSLATE_NOOP("daemon", "Everything is reported."),
        QT_TRANSLATE_NOOP("daemon", "Ask the voters of the storage market to register it."),
        QT_TRANSLATE_NOOP(
            "daemon", "The storage unit's chain account cannot pay for transactions."
        ),
        QT_TRANSLATE_NOOP("daemon", "Call your installer: the unit needs another key."),
        QT_TRANSLATE_NOOP(
            "daemon",
            "Nothing: its energy stays open, and it is tried again by itself. If it goes on, ask the voters of the storage market.",
        ),
        QT_TRANSLATE_NOOP("daemon", "It waits for the call before it, or for the chain."),
        QT_TRANSLATE_NOOP("daemon", "Its outcome is being proven."),
        QT_TRANSLATE_NOOP("daemon", "It is on its way."),
        QT_TRANSLATE_NOOP("daemon", "The contract accepted it."),
        QT_TRANSLATE_NOOP("daemon", "The contract refused it: %1."),
        QT_TRANSLATE_NOOP(
            "daemon",
            "%1 for %2 ENT at a cost of %3 ENT per kWh; a session lasts %4, and what it does not burn comes back.",
        ),
        QT_TRANSLATE_NOOP("daemon", "The battery holds %1, as the contract does."),
        QT_TRANSLATE_NOOP("daemon", "No block has been proven yet."),
        QT_TRANSLATE_NOOP("daemon", "It could not be read: %1."),
        QT_TRANSLATE_NOOP("daemon", "They could not be read: %1."),
        QT_TRANSLATE_NOOP("daemon", "Nothing is traded until they agree."),
    )
)
