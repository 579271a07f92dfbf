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
        QT_TRANSLATE_NOOP("daemon", "One device is in the network."),
        QT_TRANSLATE_NOOP("daemon", "%1 devices are in the network."),
        QT_TRANSLATE_NOOP("daemon", "One meter or relay has no role; give it where it is needed."),
        QT_TRANSLATE_NOOP(
            "daemon", "%1 meters or relays have no role; give it where it is needed."
        ),
        QT_TRANSLATE_NOOP("daemon", "One step comes first."),
        QT_TRANSLATE_NOOP("daemon", "%1 steps come first."),
        QT_TRANSLATE_NOOP("daemon", "%1 did not pass: %2."),
        QT_TRANSLATE_NOOP("daemon", "turned round"),
        QT_TRANSLATE_NOOP("daemon", "wrong scale"),
        QT_TRANSLATE_NOOP("daemon", "one phase"),
        QT_TRANSLATE_NOOP("daemon", "not seen"),
        QT_TRANSLATE_NOOP("daemon", "beyond connection"),
        QT_TRANSLATE_NOOP("daemon", "register wrong"),
        QT_TRANSLATE_NOOP("daemon", "register silent"),
        QT_TRANSLATE_NOOP("daemon", "unclear"),
        QT_TRANSLATE_NOOP("daemon", "no values"),
        QT_TRANSLATE_NOOP("daemon", "%1 handed the home over to %2."),
        QT_TRANSLATE_NOOP("daemon", "%1 handed this home over to %2."),
        QT_TRANSLATE_NOOP("daemon", "A backup has every device of the network."),
        QT_TRANSLATE_NOOP("daemon", "All meters are devices of the radio."),
        QT_TRANSLATE_NOOP(
            "daemon", "Ask the voters to register %1; with a vote of its own the home can vote."
        ),
        QT_TRANSLATE_NOOP("daemon", "Bring it nearer or wake it, then ask it again."),
        QT_TRANSLATE_NOOP(
            "daemon", "Check address, port and certificates; it is tried again by itself."
        ),
        QT_TRANSLATE_NOOP("daemon", "Check the internet connection; it is tried again by itself."),
        QT_TRANSLATE_NOOP(
            "daemon",
            "Connect the box to the internet and wait a minute; let NTP (UDP port 123) pass.",
        ),
        QT_TRANSLATE_NOOP("daemon", "Connected; reports go out."),
        QT_TRANSLATE_NOOP("daemon", "Devices joined after the last backup."),
        QT_TRANSLATE_NOOP("daemon", "Disk, heat and power are well."),
        QT_TRANSLATE_NOOP("daemon", "The agent finds nothing wrong with the disk."),
        QT_TRANSLATE_NOOP("daemon", "Every meter and relay has its role."),
        QT_TRANSLATE_NOOP("daemon", "Every meter counted a known load rightly."),
        QT_TRANSLATE_NOOP("daemon", "Every relay confirmed to be on and to be off."),
        QT_TRANSLATE_NOOP("daemon", "Everything works; nobody has taken the home over yet."),
        QT_TRANSLATE_NOOP("daemon", "First give a meter its role."),
        QT_TRANSLATE_NOOP("daemon", "First make the request."),
        QT_TRANSLATE_NOOP("daemon", "Followed live, block %1 is proven."),
        QT_TRANSLATE_NOOP(
            "daemon", "Form a new network; where this home has a backup, restore that instead."
        ),
        QT_TRANSLATE_NOOP("daemon", "Give the meter at the grid connection the role grid."),
        QT_TRANSLATE_NOOP("daemon", "It is set."),
        QT_TRANSLATE_NOOP(
            "daemon",
            "It is switched on by taking the operator's answer; then start the agent again.",
        ),
        QT_TRANSLATE_NOOP(
            "daemon",
            "Let the household choose a PIN; the screen asks for it before it changes anything.",
        ),
        QT_TRANSLATE_NOOP("daemon", "Let the meter in with the code that is printed on it."),
        QT_TRANSLATE_NOOP(
            "daemon", "Look at cable, read head and port; the probe says what is on the line."
        ),
        QT_TRANSLATE_NOOP(
            "daemon",
            "Make the keys and show the request to the operator: it needs the one-time code.",
        ),
        QT_TRANSLATE_NOOP("daemon", "No PIN is set."),
        QT_TRANSLATE_NOOP("daemon", "No backup has been written."),
        QT_TRANSLATE_NOOP("daemon", "No battery takes part in the storage market."),
        QT_TRANSLATE_NOOP("daemon", "No device is in the network yet."),
        QT_TRANSLATE_NOOP(
            "daemon", "No meter counts what is drawn from the grid; without it nothing is traded."
        ),
        QT_TRANSLATE_NOOP("daemon", "No request has been made here."),
        QT_TRANSLATE_NOOP("daemon", "Nobody has looked at them."),
        QT_TRANSLATE_NOOP("daemon", "Not checked: %1."),
        QT_TRANSLATE_NOOP("daemon", "Not heard of: %1."),
        QT_TRANSLATE_NOOP("daemon", "Not proven on the chain yet."),
        QT_TRANSLATE_NOOP("daemon", "Not read from the chain yet."),
        QT_TRANSLATE_NOOP("daemon", "Not ready yet: %1."),
        QT_TRANSLATE_NOOP("daemon", "Not seen on and off: %1."),
        QT_TRANSLATE_NOOP(
            "daemon", "Plug in the stick of this home, or restore the home's backup onto this one."
        ),
        QT_TRANSLATE_NOOP(
            "daemon",
            "Plug the right stick in, or name its port in the settings; it is tried again by itself.",
        ),
        QT_TRANSLATE_NOOP("daemon", "Put it right as the check said, then check it again."),
        QT_TRANSLATE_NOOP("daemon", "See that it has power and is near enough, or exchange it."),
        QT_TRANSLATE_NOOP("daemon", "Silent: %1."),
        QT_TRANSLATE_NOOP("daemon", "Start the agent."),
        QT_TRANSLATE_NOOP(
            "daemon",
            "Switch a load of known power on while the meter is watched: sign and scale show.",
        ),
        QT_TRANSLATE_NOOP(
            "daemon",
            "Switch each on and off and look at the load; a relay waits for its shortest times. Go on with other steps meanwhile.",
        ),
        QT_TRANSLATE_NOOP(
            "daemon",
            "Take the operator's answer as soon as it is there; go on with other steps meanwhile.",
        ),
        QT_TRANSLATE_NOOP("daemon", "The agent does not run."),
        QT_TRANSLATE_NOOP("daemon", "The agent has to run first."),
        QT_TRANSLATE_NOOP("daemon", "The agent is in its safe mode."),
        QT_TRANSLATE_NOOP("daemon", "The agent runs with the broker switched off."),
        QT_TRANSLATE_NOOP("daemon", "The agent runs."),
        QT_TRANSLATE_NOOP("daemon", "The chain proves that this home is a member."),
        QT_TRANSLATE_NOOP("daemon", "The clock is set."),
        QT_TRANSLATE_NOOP(
            "daemon", "The keys are made, and the operator has been asked or can be."
        ),
        QT_TRANSLATE_NOOP("daemon", "The keys of %1 are there."),
        QT_TRANSLATE_NOOP("daemon", "The meters on serial lines say what they count."),
        QT_TRANSLATE_NOOP("daemon", "The operator's answer is not here yet."),
        QT_TRANSLATE_NOOP("daemon", "The settings are right."),
        QT_TRANSLATE_NOOP("daemon", "The settings name no radio."),
        QT_TRANSLATE_NOOP("daemon", "The settings name the meters; no device joined."),
        QT_TRANSLATE_NOOP("daemon", "The settings say which meter counts what."),
        QT_TRANSLATE_NOOP("daemon", "The unit is not registered in the storage market."),
        QT_TRANSLATE_NOOP("daemon", "The unit is registered."),
        QT_TRANSLATE_NOOP("daemon", "The grid meter says %1 Wh drawn, %2 Wh given."),
        QT_TRANSLATE_NOOP("daemon", "The generation meter says %1 Wh drawn, %2 Wh given."),
        QT_TRANSLATE_NOOP("daemon", "The storage meter says %1 Wh drawn, %2 Wh given."),
        QT_TRANSLATE_NOOP("daemon", "Compare with their displays."),
        QT_TRANSLATE_NOOP("daemon", "This home is a member already."),
        QT_TRANSLATE_NOOP("daemon", "This home only consumes; it has no unit."),
        QT_TRANSLATE_NOOP(
            "daemon",
            "Turn its sign round in the settings (or the clamp on its wire), then check again.",
        ),
        QT_TRANSLATE_NOOP("daemon", "Wait a moment."),
        QT_TRANSLATE_NOOP("daemon", "Wait until the chain is followed; else ask the operator."),
        QT_TRANSLATE_NOOP(
            "daemon",
            "Write a sealed backup once the last device is in; keep its passphrase apart from it.",
        ),
        QT_TRANSLATE_NOOP(
            "daemon",
            "Write the acceptance report, look through it together and hand the home over.",
        ),
        QT_TRANSLATE_NOOP("daemon", "Not yet: %1: %2 The checklist says what to do."),
        QT_TRANSLATE_NOOP("daemon", "The radio works."),
        QT_TRANSLATE_NOOP("daemon", "The radio works on channel %1."),
        QT_TRANSLATE_NOOP("daemon", "There is no radio."),
        QT_TRANSLATE_NOOP("daemon", "There is no relay with a role."),
        QT_TRANSLATE_NOOP("daemon", "Without a radio there is no network to keep."),
        QT_TRANSLATE_NOOP("daemon", "%1 MiB are free."),
        QT_TRANSLATE_NOOP("daemon", "%1 answers."),
        QT_TRANSLATE_NOOP("daemon", "%1 becomes full: %2 MiB are left."),
        QT_TRANSLATE_NOOP("daemon", "%1 belongs to chain %2, the market to %3."),
        QT_TRANSLATE_NOOP("daemon", "%1 cannot be written to: the card may be at its end."),
        QT_TRANSLATE_NOOP("daemon", "%1 could not be read: %2."),
        QT_TRANSLATE_NOOP("daemon", "%1 does not answer: %2."),
        QT_TRANSLATE_NOOP("daemon", "%1 is %2 blocks behind the others."),
        QT_TRANSLATE_NOOP("daemon", "%1 is at block %2."),
        QT_TRANSLATE_NOOP("daemon", "%1 is full: %2 MiB are left."),
        QT_TRANSLATE_NOOP("daemon", "%1 is right."),
        QT_TRANSLATE_NOOP("daemon", "%1 reports wait for the operator's receipt."),
        QT_TRANSLATE_NOOP("daemon", "%1 serial devices are plugged in; %2 may be either."),
        QT_TRANSLATE_NOOP("daemon", "%1: %2 is not there."),
        QT_TRANSLATE_NOOP("daemon", "The ZigBee stick"),
        QT_TRANSLATE_NOOP("daemon", "%1: %2 is there, but the agent's user may not open it."),
        QT_TRANSLATE_NOOP("daemon", "%1: %2 is there."),
        QT_TRANSLATE_NOOP("daemon", "%1: %2 may be read by others (mode %3)."),
        QT_TRANSLATE_NOOP("daemon", "The broker %1 cannot be used: %2."),
        QT_TRANSLATE_NOOP("daemon", "%1: for its owner only."),
        QT_TRANSLATE_NOOP("daemon", "%1: hidden from you, as it should be."),
        QT_TRANSLATE_NOOP(
            "daemon", "A web page answers in the place of %1: this network asks for a log-in."
        ),
        QT_TRANSLATE_NOOP("daemon", "Ask the operator for a new one."),
        QT_TRANSLATE_NOOP("daemon", "Check the internet connection."),
        QT_TRANSLATE_NOOP(
            "daemon", "Check the internet connection; if others answer, tell the node's operator."
        ),
        QT_TRANSLATE_NOOP(
            "daemon", "Check the path, or run this as root or as a member of the installers' group."
        ),
        QT_TRANSLATE_NOOP("daemon", "Connect the box to the internet; the time comes from there."),
        QT_TRANSLATE_NOOP("daemon", "Correct it in %1."),
        QT_TRANSLATE_NOOP("daemon", "End what else runs on this box."),
        QT_TRANSLATE_NOOP("daemon", "Give it air, or a heat sink: it slows itself down."),
        QT_TRANSLATE_NOOP("daemon", "Give it air."),
        QT_TRANSLATE_NOOP("daemon", "Look at it under Devices."),
        QT_TRANSLATE_NOOP(
            "daemon", "Make it again during commissioning, or put it back from the backup."
        ),
        QT_TRANSLATE_NOOP("daemon", "Make room, or put in a larger card."),
        QT_TRANSLATE_NOOP("daemon", "Name a node of the market's chain."),
        QT_TRANSLATE_NOOP("daemon", "Name a second one, of another owner."),
        QT_TRANSLATE_NOOP("daemon", "No meter is connected."),
        QT_TRANSLATE_NOOP("daemon", "No node of the chain answers, so nothing can be traded."),
        QT_TRANSLATE_NOOP("daemon", "Nothing, if it falls within an hour."),
        QT_TRANSLATE_NOOP("daemon", "Only %1 MiB of memory are free."),
        QT_TRANSLATE_NOOP("daemon", "Only one node is named: when it is away, trading stops."),
        QT_TRANSLATE_NOOP(
            "daemon", "Open any page with a phone in the same network and log in, or use a cable."
        ),
        QT_TRANSLATE_NOOP("daemon", "Our certificate for %1 expires in %2 days."),
        QT_TRANSLATE_NOOP("daemon", "Our certificate for %1 has expired."),
        QT_TRANSLATE_NOOP("daemon", "Plug it in, or name another in the settings: %1."),
        QT_TRANSLATE_NOOP(
            "daemon",
            "Plug it in. No serial device is connected at all; try another USB socket or cable.",
        ),
        QT_TRANSLATE_NOOP("daemon", "Put the user gridhearth into the group dialout."),
        QT_TRANSLATE_NOOP("daemon", "Replace the card, then restore the backup."),
        QT_TRANSLATE_NOOP(
            "daemon",
            "Reports are kept meanwhile. Check the address, the port and the certificates.",
        ),
        QT_TRANSLATE_NOOP("daemon", "Tell the node's operator."),
        QT_TRANSLATE_NOOP("daemon", "The agent does not answer."),
        QT_TRANSLATE_NOOP("daemon", "The clock was never set since the power came."),
        QT_TRANSLATE_NOOP("daemon", "The processor is at %1."),
        QT_TRANSLATE_NOOP(
            "daemon", "The time service has not set the clock yet, so nothing is traded."
        ),
        QT_TRANSLATE_NOOP("daemon", "The time service has set the clock."),
        QT_TRANSLATE_NOOP("daemon", "The voltage is too low now."),
        QT_TRANSLATE_NOOP("daemon", "The voltage was too low at least once since the power came."),
        QT_TRANSLATE_NOOP("daemon", "Unplug the other one, or name the right one: %1."),
        QT_TRANSLATE_NOOP(
            "daemon", "Use the power supply that belongs to this Pi, and a short cable."
        ),
        QT_TRANSLATE_NOOP(
            "daemon", "Wait a minute; if it stays, let the network pass NTP (UDP port 123)."
        ),
        QT_TRANSLATE_NOOP(
            "daemon",
            "%1 The clock was never set (it is before 2025 for this box): no certificate can be checked until the time service (NTP, UDP port 123) is reached.",
        ),
        QT_TRANSLATE_NOOP(
            "daemon",
            "Check the box's internet connection; or show the operator the request on the screen.",
        ),
        QT_TRANSLATE_NOOP("daemon", "The keys and the request are being made."),
        QT_TRANSLATE_NOOP(
            "daemon",
            "The operator has to see the same number; then wait, the answer is fetched by itself.",
        ),
        QT_TRANSLATE_NOOP("daemon", "The operator let this box in."),
        QT_TRANSLATE_NOOP("daemon", "The operator refused this box: %1"),
        QT_TRANSLATE_NOOP("daemon", "The operator's answer is here and is being taken."),
        QT_TRANSLATE_NOOP("daemon", "The request could not be sent yet."),
        QT_TRANSLATE_NOOP("daemon", "The request is made; the operator's answer is not here yet."),
        QT_TRANSLATE_NOOP("daemon", "This box has not asked to join a market."),
        QT_TRANSLATE_NOOP("daemon", "Wait a moment; it goes on by itself."),
        QT_TRANSLATE_NOOP("daemon", "Ask the operator for a new code, then: %1"),
        QT_TRANSLATE_NOOP("daemon", "Ask the operator for a one-time code, then: %1"),
        QT_TRANSLATE_NOOP("daemon", "The address %1 is not 16 hexadecimal digits."),
        QT_TRANSLATE_NOOP("daemon", "The address %1 is that of no device."),
        QT_TRANSLATE_NOOP(
            "daemon",
            "The checksum %1 does not fit the digits before it: one digit or more is wrong. Compare 0 with D, 8 with B and 1 with 7.",
        ),
        QT_TRANSLATE_NOOP("daemon", "The code has %1 digits; allowed: %2."),
        QT_TRANSLATE_NOOP(
            "daemon", "The code has characters that are no digits (%1); allowed: %2."
        ),
        QT_TRANSLATE_NOOP(
            "daemon", "The device's address is missing: 16 hexadecimal digits, on the label too."
        ),
        QT_TRANSLATE_NOOP("daemon", "The label is of device %1, not of %2."),
        QT_TRANSLATE_NOOP(
            "daemon",
            "Remove what does not belong on this card, or call your installer for a larger one.",
        ),
        QT_TRANSLATE_NOOP(
            "daemon", "The disk is almost full: what was begun is finished, nothing new is ordered."
        ),
        QT_TRANSLATE_NOOP(
            "daemon", "The disk is full or cannot be written: nothing is signed any more."
        ),
        QT_TRANSLATE_NOOP(
            "daemon", "Look at what it said (journalctl -u gridhearth), then: gridhearth resume."
        ),
        QT_TRANSLATE_NOOP(
            "daemon",
            "The agent broke down again and again; it decides nothing until somebody lets it go on.",
        ),
        QT_TRANSLATE_NOOP(
            "daemon",
            "Run: gridhearth config check. Correct what it names, then restart the service.",
        ),
        QT_TRANSLATE_NOOP(
            "daemon", "The settings that worked last have another %1: they are not used."
        ),
        QT_TRANSLATE_NOOP(
            "daemon", "A vote for a parameter names the parameter and its value, and no address."
        ),
        QT_TRANSLATE_NOOP("daemon", "A vote for a person names the address, and no parameter."),
        QT_TRANSLATE_NOOP("daemon", "Nothing is done at the storage contract: %1."),
        QT_TRANSLATE_NOOP(
            "daemon", "The same is under way already; its outcome shows within some blocks."
        ),
        QT_TRANSLATE_NOOP("daemon", "This home has no vote in the storage contract."),
        QT_TRANSLATE_NOOP(
            "daemon", "A report of energy into the battery was not accepted %1 time(s): %2."
        ),
        QT_TRANSLATE_NOOP(
            "daemon", "A report of energy out of the battery was not accepted %1 time(s): %2."
        ),
        QT_TRANSLATE_NOOP("daemon", "A report of energy in it was not accepted %1 time(s): %2."),
        QT_TRANSLATE_NOOP(
            "daemon",
            "If the meter was exchanged or reset, your installer confirms it (device.assign with replace); otherwise the energy comes back by itself.",
        ),
        QT_TRANSLATE_NOOP(
            "daemon", "Nothing is reported: the storage contract is not what the settings say."
        ),
        QT_TRANSLATE_NOOP(
            "daemon", "The register of the storage unit's meter %1. Nothing is reported from it."
        ),
        QT_TRANSLATE_NOOP("daemon", "ran backwards (was it reset, or exchanged?)"),
        QT_TRANSLATE_NOOP("daemon", "jumped further than the battery can have moved"),
        QT_TRANSLATE_NOOP("daemon", "is none that a meter can have"),
        QT_TRANSLATE_NOOP("daemon", "said two things at once"),
        QT_TRANSLATE_NOOP("daemon", "is not believed"),
        QT_TRANSLATE_NOOP("daemon", "The storage contract %1 is not what the settings say: %2."),
        QT_TRANSLATE_NOOP("daemon", "Nothing is done there; the auction goes on."),
        QT_TRANSLATE_NOOP("daemon", "This was found %1 times."),
        QT_TRANSLATE_NOOP(
            "daemon",
            "Compare contract, dialect and code_hash under [storage] with what the storage market's voters publish, correct them, and start the agent again.",
        ),
        QT_TRANSLATE_NOOP(
            "daemon",
            "The storage unit is not registered, or was removed by a vote; nothing is lost: what it counts stays open.",
        ),
        QT_TRANSLATE_NOOP("daemon", "%1 was accepted."),
        QT_TRANSLATE_NOOP("daemon", "This contract's reader cannot read it yet."),
        QT_TRANSLATE_NOOP(
            "daemon",
            "This home takes no part in a storage market: its settings have no [storage] table. Add it, and start the agent again.",
        ),
        QT_TRANSLATE_NOOP(
            "daemon", "It was restored from a backup: what waited then is not sent again."
        ),
        QT_TRANSLATE_NOOP(
            "daemon", "This home was restored from a backup; it trades again after %1."
        ),
        QT_TRANSLATE_NOOP(
            "daemon",
            "Check the internet connection and that the nodes are right; it is tried again by itself.",
        ),
        QT_TRANSLATE_NOOP(
            "daemon", "Encrypt the key as docs/configuration.md says, then start the agent again."
        ),
        QT_TRANSLATE_NOOP(
            "daemon", "Joining makes the keys; with a code on the card by itself, else: %1"
        ),
        QT_TRANSLATE_NOOP(
            "daemon", "Put the market's network file there; the operator hands it out."
        ),
        QT_TRANSLATE_NOOP(
            "daemon",
            "The chain has not proven the market's times yet: this home has never been connected.",
        ),
        QT_TRANSLATE_NOOP("daemon", "The market's network file %1 is not here yet."),
        QT_TRANSLATE_NOOP("daemon", "This box has no keys yet (%1)."),
        QT_TRANSLATE_NOOP("daemon", "The radio is starting."),
        QT_TRANSLATE_NOOP("daemon", "The radio is stopped."),
        QT_TRANSLATE_NOOP("daemon", "The radio is up."),
        QT_TRANSLATE_NOOP("daemon", "The radio's driver failed."),
        QT_TRANSLATE_NOOP("daemon", "The stick did not answer; the radio is built anew."),
        QT_TRANSLATE_NOOP("daemon", "The stick does not answer every command."),
        QT_TRANSLATE_NOOP(
            "daemon",
            "The stick has another network than the one of this home: put the right stick in, or restore this home's backup onto it.",
        ),
        QT_TRANSLATE_NOOP(
            "daemon",
            "The stick has lost the network of this home: restore the backup, or form a new one and pair every device again.",
        ),
        QT_TRANSLATE_NOOP("daemon", "The stick has no network yet: form one, or restore a backup."),
        QT_TRANSLATE_NOOP("daemon", "The stick was lost: %1."),
        QT_TRANSLATE_NOOP("daemon", "It could not be set up yet (%1)."),
        QT_TRANSLATE_NOOP("daemon", "It has neither a meter nor a relay that could be used."),
        QT_TRANSLATE_NOOP(
            "daemon",
            "It speaks a maker's own language (Tuya datapoints) that no profile here explains.",
        ),
        QT_TRANSLATE_NOOP("daemon", "It did not answer; what was known of it still holds."),
        QT_TRANSLATE_NOOP("daemon", "It did not say what it is; it is asked again in %1 s."),
        QT_TRANSLATE_NOOP("daemon", "It is a %1; it is set up."),
        QT_TRANSLATE_NOOP("daemon", "It is asked what it is."),
        QT_TRANSLATE_NOOP("daemon", "It is ready."),
        QT_TRANSLATE_NOOP("daemon", "It joined the network."),
        QT_TRANSLATE_NOOP("daemon", "It left the network."),
        QT_TRANSLATE_NOOP("daemon", "It was not expected, and was sent away."),
        QT_TRANSLATE_NOOP("daemon", "It was removed from the network."),
        QT_TRANSLATE_NOOP("daemon", "It has not been read yet."),
        QT_TRANSLATE_NOOP(
            "daemon", "It has not said anything for too long; the last registers still hold."
        ),
        QT_TRANSLATE_NOOP("daemon", "It sent a register that cannot be."),
        QT_TRANSLATE_NOOP("daemon", "Its register fell; it is watched before it is believed."),
        QT_TRANSLATE_NOOP(
            "daemon",
            "Its register jumped further than the connection can carry; it is watched before it is believed.",
        ),
        QT_TRANSLATE_NOOP(
            "daemon", "The first register was read; a second one has to agree before it counts."
        ),
        QT_TRANSLATE_NOOP(
            "daemon", "Demand says %1 W and active power %2 W: one is scaled %3 times too large."
        ),
        QT_TRANSLATE_NOOP(
            "daemon", "Demand says %1 W and active power %2 W: one of them has a wrong sign."
        ),
        QT_TRANSLATE_NOOP("daemon", "Only %1 of 3 phases gave a power; no total is known."),
        QT_TRANSLATE_NOOP("daemon", "Its position after a power cut could not be set: %1."),
        QT_TRANSLATE_NOOP(
            "daemon", "Its position after a power cut is its own choice (no StartUpOnOff)."
        ),
        QT_TRANSLATE_NOOP("daemon", "It does not report %1 of cluster %2; that is polled."),
        QT_TRANSLATE_NOOP("daemon", "Its reports (cluster %1) could not be set up: %2."),
        QT_TRANSLATE_NOOP(
            "daemon",
            "The device does not say the scale of its %1; %2/%3 from profile %4 was assumed.",
        ),
        QT_TRANSLATE_NOOP(
            "daemon",
            "The device hides the scale of its %1 (%2): the numbers may be 10, 100 or 1 000 times too large, so they are not used. A profile with its scale would help.",
        ),
        QT_TRANSLATE_NOOP("daemon", "Datapoint %1 held no register (%2)."),
        QT_TRANSLATE_NOOP("daemon", "Datapoint %1 was not eight packed bytes."),
        QT_TRANSLATE_NOOP(
            "daemon", "It has sent no energy register yet; power alone cannot be settled."
        ),
        QT_TRANSLATE_NOOP(
            "daemon",
            "Its power has no sign: it cannot tell drawing from giving; its registers can.",
        ),
        QT_TRANSLATE_NOOP("daemon", "Register %1 was below zero (%2); not used."),
        QT_TRANSLATE_NOOP("daemon", "The %1 register was below zero; not used."),
        QT_TRANSLATE_NOOP("daemon", "The device does not say its unit; kWh was assumed."),
        QT_TRANSLATE_NOOP("daemon", "The report of %1 into the battery"),
        QT_TRANSLATE_NOOP("daemon", "The report of %1 out of the battery"),
        QT_TRANSLATE_NOOP("daemon", "The report that the battery holds %1"),
        QT_TRANSLATE_NOOP("daemon", "%1: its outcome is being proven."),
        QT_TRANSLATE_NOOP("daemon", "%1 is on its way."),
        QT_TRANSLATE_NOOP("daemon", "%1 is being signed."),
        QT_TRANSLATE_NOOP("daemon", "%1 was refused: %2."),
        QT_TRANSLATE_NOOP("daemon", "%1 was not carried out: %2."),
        QT_TRANSLATE_NOOP("daemon", "the call could not be carried out"),
        QT_TRANSLATE_NOOP("daemon", "the contract said: %1"),
        QT_TRANSLATE_NOOP("daemon", "the contract gave no reason"),
        QT_TRANSLATE_NOOP("daemon", "The energy stays open."),
        QT_TRANSLATE_NOOP("daemon", "It is tried again by itself."),
        QT_TRANSLATE_NOOP(
            "daemon",
            "The battery says it holds %1; by its meter (%2 in, %3 out since it was last compared) it should be %4.",
        ),
        QT_TRANSLATE_NOOP("daemon", "It is not reported."),
        QT_TRANSLATE_NOOP(
            "daemon",
            "The battery holds %1, the contract %2: %3 more, which was in it before reporting began or was believed lost.",
        ),
        QT_TRANSLATE_NOOP("daemon", "The battery holds %1, the contract %2: %3 less; %4."),
        QT_TRANSLATE_NOOP("daemon", "%1 were lost in charging, discharging and standing"),
        QT_TRANSLATE_NOOP(
            "daemon", "%1 were lost in charging, discharging and standing, %2 % of what went in"
        ),
        QT_TRANSLATE_NOOP("daemon", "%1 left the battery without a session"),
        QT_TRANSLATE_NOOP(
            "daemon",
            "The settings are refused; the agent runs with the ones that worked last, and does not trade: nobody can tell what was changed.",
        ),
        QT_TRANSLATE_NOOP(
            "daemon",
            "The settings are refused; the agent runs with the ones that worked last, and does not trade: the limits were changed.",
        ),
        QT_TRANSLATE_NOOP(
            "daemon",
            "The settings are refused; the agent runs with the ones that worked last, and goes on.",
        ),
        QT_TRANSLATE_NOOP(
            "daemon",
            "The battery says it holds %1; by its meter (%2 in, %3 out since it was last compared) it should be %4 to %5.",
        ),
        QT_TRANSLATE_NOOP(
            "daemon", "The %1 was exchanged; its registers go on as soon as two readings agree."
        ),
        QT_TRANSLATE_NOOP("daemon", "The %1 is not on a serial line of the settings."),
        QT_TRANSLATE_NOOP(
            "daemon", "A device of the radio is exchanged by giving the role to another one."
        ),
        QT_TRANSLATE_NOOP(
            "daemon",
            "The %1 is on a serial line: the settings name it under [[meters.lines]]. Take it out there first, or exchange the meter on the line (%2).",
        ),
        QT_TRANSLATE_NOOP("daemon", "The box"),
        QT_TRANSLATE_NOOP("daemon", "The time"),
        QT_TRANSLATE_NOOP("daemon", "The settings"),
        QT_TRANSLATE_NOOP("daemon", "The keys and the request"),
        QT_TRANSLATE_NOOP("daemon", "The agent"),
        QT_TRANSLATE_NOOP("daemon", "The radio"),
        QT_TRANSLATE_NOOP("daemon", "Devices in the network"),
        QT_TRANSLATE_NOOP("daemon", "Which meter counts what"),
        QT_TRANSLATE_NOOP("daemon", "Live check of each meter"),
        QT_TRANSLATE_NOOP("daemon", "Relays switched on and off"),
        QT_TRANSLATE_NOOP("daemon", "The battery's unit"),
        QT_TRANSLATE_NOOP("daemon", "Meters on serial lines"),
        QT_TRANSLATE_NOOP("daemon", "Member of the market"),
        QT_TRANSLATE_NOOP("daemon", "The market's chain"),
        QT_TRANSLATE_NOOP("daemon", "The operator's broker"),
        QT_TRANSLATE_NOOP("daemon", "The household's PIN"),
        QT_TRANSLATE_NOOP("daemon", "Backup of the network"),
        QT_TRANSLATE_NOOP("daemon", "Handed over"),
    )
)
