<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="es">
<context>
    <name>Alerts</name>
    <message>
        <source>Alerts</source>
        <translation>Avisos</translation>
    </message>
</context>
<context>
    <name>Amounts</name>
    <message>
        <source>Settlement: who decides</source>
        <translation>Reparto: quién decide</translation>
    </message>
    <message>
        <source>Manual</source>
        <translation>Manual</translation>
    </message>
    <message>
        <source>Automatic</source>
        <translation>Automático</translation>
    </message>
    <message>
        <source>Amount of energy</source>
        <translation>Cantidad de energía</translation>
    </message>
</context>
<context>
    <name>Battery</name>
    <message>
        <source>Counted in</source>
        <translation>Contado de entrada</translation>
    </message>
    <message>
        <source>Counted out</source>
        <translation>Contado de salida</translation>
    </message>
    <message>
        <source>Not yet reported</source>
        <translation>Aún sin informar</translation>
    </message>
    <message>
        <source>In the chain&apos;s books</source>
        <translation>En los libros de la cadena</translation>
    </message>
    <message>
        <source>Nothing was reported yet</source>
        <translation>Aún no se ha informado nada</translation>
    </message>
    <message>
        <source>Report now</source>
        <translation>Informar ahora</translation>
    </message>
</context>
<context>
    <name>Buttons</name>
    <message>
        <source>Start</source>
        <translation>Empezar</translation>
    </message>
    <message>
        <source>Reset</source>
        <translation>Borrar</translation>
    </message>
    <message>
        <source>Set Values</source>
        <translation>Fijar valores</translation>
    </message>
    <message>
        <source>Update Values</source>
        <translation>Corregir</translation>
    </message>
</context>
<context>
    <name>Choices</name>
    <message>
        <source>Opt in</source>
        <translation>Participar</translation>
    </message>
    <message>
        <source>Opt out</source>
        <translation>No participar</translation>
    </message>
    <message>
        <source>None</source>
        <translation>Nada</translation>
    </message>
    <message>
        <source>Sell</source>
        <translation>Venta</translation>
    </message>
    <message>
        <source>Buy</source>
        <translation>Compra</translation>
    </message>
</context>
<context>
    <name>ConfirmSheet</name>
    <message>
        <source>Not now</source>
        <translation>Ahora no</translation>
    </message>
</context>
<context>
    <name>Credit</name>
    <message>
        <source>Energy credit</source>
        <translation>Saldo de energía</translation>
    </message>
    <message>
        <source>Money credit</source>
        <translation>Saldo de dinero</translation>
    </message>
    <message>
        <source>1 kWh in brings</source>
        <translation>1 kWh dentro da</translation>
    </message>
    <message>
        <source>1 kWh out takes</source>
        <translation>1 kWh fuera cuesta</translation>
    </message>
</context>
<context>
    <name>Devices</name>
    <message>
        <source>Devices</source>
        <translation>Aparatos</translation>
    </message>
    <message>
        <source>Meters and devices</source>
        <translation>Contadores y aparatos</translation>
    </message>
    <message>
        <source>On</source>
        <translation>Sí</translation>
    </message>
    <message>
        <source>Off</source>
        <translation>No</translation>
    </message>
    <message>
        <source>Surplus</source>
        <translation>Excedente</translation>
    </message>
</context>
<context>
    <name>History</name>
    <message>
        <source>Day</source>
        <translation>Día</translation>
    </message>
    <message>
        <source>Week</source>
        <translation>Semana</translation>
    </message>
    <message>
        <source>Month</source>
        <translation>Mes</translation>
    </message>
    <message>
        <source>Year</source>
        <translation>Año</translation>
    </message>
    <message>
        <source>Energy</source>
        <translation>Energía</translation>
    </message>
    <message>
        <source>Money</source>
        <translation>Dinero</translation>
    </message>
</context>
<context>
    <name>Home</name>
    <message>
        <source>Price</source>
        <translation>Precio</translation>
    </message>
    <message>
        <source>touch to see</source>
        <translation>toque para ver</translation>
    </message>
    <message>
        <source>The last trade is covered.</source>
        <translation>La última operación está tapada.</translation>
    </message>
</context>
<context>
    <name>Information</name>
    <message>
        <source>Information</source>
        <translation>Datos</translation>
    </message>
    <message>
        <source>Earlier</source>
        <translation>Anterior</translation>
    </message>
    <message>
        <source>Later</source>
        <translation>Siguiente</translation>
    </message>
    <message>
        <source>To be corrected</source>
        <translation>Por corregir</translation>
    </message>
    <message>
        <source>Your choice</source>
        <translation>Su elección</translation>
    </message>
    <message>
        <source>Trades</source>
        <translation>Operaciones</translation>
    </message>
    <message>
        <source>Settlement</source>
        <translation>Liquidación</translation>
    </message>
</context>
<context>
    <name>Installer</name>
    <message>
        <source>Installer</source>
        <translation>Instalador</translation>
    </message>
    <message>
        <source>Enter the installer&apos;s PIN</source>
        <translation>Introducir el PIN del instalador</translation>
    </message>
    <message>
        <source>A name for %1</source>
        <translation>Un nombre para %1</translation>
    </message>
    <message>
        <source>No name</source>
        <translation>Sin nombre</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Cancelar</translation>
    </message>
</context>
<context>
    <name>Keys</name>
    <message>
        <source>Cancel</source>
        <translation>Cancelar</translation>
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
        <translation>Inicio</translation>
    </message>
    <message>
        <source>Trade</source>
        <translation>Tratos</translation>
    </message>
    <message>
        <source>History</source>
        <translation>Pasado</translation>
    </message>
    <message>
        <source>Street</source>
        <translation>Calle</translation>
    </message>
    <message>
        <source>More</source>
        <translation>Más</translation>
    </message>
</context>
<context>
    <name>More</name>
    <message>
        <source>Alerts</source>
        <translation>Avisos</translation>
    </message>
    <message>
        <source>Meters and devices</source>
        <translation>Contadores y aparatos</translation>
    </message>
    <message>
        <source>Battery and stored energy</source>
        <translation>Batería y energía guardada</translation>
    </message>
    <message>
        <source>This screen</source>
        <translation>Esta pantalla</translation>
    </message>
    <message>
        <source>Installer</source>
        <translation>Instalador</translation>
    </message>
</context>
<context>
    <name>Neighbourhood</name>
    <message>
        <source>Map</source>
        <translation>Mapa</translation>
    </message>
    <message>
        <source>Offers</source>
        <translation>Ofertas</translation>
    </message>
    <message>
        <source>Prices</source>
        <translation>Precios</translation>
    </message>
</context>
<context>
    <name>Partners</name>
    <message>
        <source>Repeat every round</source>
        <translation>Repetir cada ronda</translation>
    </message>
    <message>
        <source>No</source>
        <translation>No</translation>
    </message>
    <message>
        <source>Yes</source>
        <translation>Sí</translation>
    </message>
    <message>
        <source>Preferably within</source>
        <translation>Mejor a menos de</translation>
    </message>
</context>
<context>
    <name>PinSheet</name>
    <message>
        <source>Cancel</source>
        <translation>Cancelar</translation>
    </message>
</context>
<context>
    <name>Prices</name>
    <message>
        <source>from</source>
        <translation>desde</translation>
    </message>
    <message>
        <source>to</source>
        <translation>hasta</translation>
    </message>
</context>
<context>
    <name>Sessions</name>
    <message>
        <source>Start a session</source>
        <translation>Empezar una sesión</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Parar</translation>
    </message>
</context>
<context>
    <name>Settings</name>
    <message>
        <source>This screen</source>
        <translation>Esta pantalla</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>Idioma</translation>
    </message>
    <message>
        <source>PIN</source>
        <translation>PIN</translation>
    </message>
    <message>
        <source>A PIN is asked for before anything is changed. Looking needs none.</source>
        <translation>Antes de cambiar algo se pide un PIN. Mirar es libre.</translation>
    </message>
    <message>
        <source>Without a PIN everybody who stands here may sell and buy. Looking never needs one.</source>
        <translation>Sin PIN, cualquiera que esté aquí puede vender y comprar. Para mirar nunca hace falta.</translation>
    </message>
    <message>
        <source>Change the PIN</source>
        <translation>Cambiar el PIN</translation>
    </message>
    <message>
        <source>Set a PIN</source>
        <translation>Poner un PIN</translation>
    </message>
    <message>
        <source>Remove the PIN</source>
        <translation>Quitar el PIN</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>Luz</translation>
    </message>
    <message>
        <source>A panel lasts about two years at full light day and night, much longer when it dims.</source>
        <translation>Una pantalla a plena luz día y noche dura unos dos años; mucho más si se atenúa.</translation>
    </message>
    <message>
        <source>Brightness</source>
        <translation>Brillo</translation>
    </message>
    <message>
        <source>Dims when untouched for</source>
        <translation>Se atenúa sin tocarla tras</translation>
    </message>
    <message>
        <source>Dark colours</source>
        <translation>Colores oscuros</translation>
    </message>
    <message>
        <source>A new alert wakes the screen</source>
        <translation>Un aviso nuevo enciende la pantalla</translation>
    </message>
    <message>
        <source>Dark at night</source>
        <translation>Oscura de noche</translation>
    </message>
    <message>
        <source>The night begins at</source>
        <translation>La noche empieza a las</translation>
    </message>
    <message>
        <source>It ends at</source>
        <translation>Termina a las</translation>
    </message>
    <message>
        <source>Hide amounts of money</source>
        <translation>Ocultar el dinero</translation>
    </message>
    <message>
        <source>The first page shows dots instead; a touch shows the amounts for half a minute.</source>
        <translation>La primera página muestra puntos; un toque muestra los importes medio minuto.</translation>
    </message>
    <message>
        <source>About</source>
        <translation>Acerca de</translation>
    </message>
    <message>
        <source>For the installer</source>
        <translation>Para el instalador</translation>
    </message>
</context>
<context>
    <name>Storage</name>
    <message>
        <source>Battery</source>
        <translation>Batería</translation>
    </message>
    <message>
        <source>Stored energy</source>
        <translation>Energía guardada</translation>
    </message>
    <message>
        <source>Sessions</source>
        <translation>Sesiones</translation>
    </message>
    <message>
        <source>Credit</source>
        <translation>Saldo</translation>
    </message>
</context>
<context>
    <name>Work</name>
    <message>
        <source>The load</source>
        <translation>La carga</translation>
    </message>
    <message>
        <source>The home&apos;s fuse</source>
        <translation>Fusible de la casa</translation>
    </message>
    <message>
        <source>Phases</source>
        <translation>Fases</translation>
    </message>
</context>
<context>
    <name>alerts</name>
    <message>
        <source>Nothing can be said now.</source>
        <translation>Ahora no se puede decir nada.</translation>
    </message>
    <message>
        <source>What is below was true when the agent last answered.</source>
        <translation>Lo de abajo era cierto cuando la central respondió por última vez.</translation>
    </message>
    <message>
        <source>The agent does less now</source>
        <translation>La central hace menos ahora</translation>
    </message>
    <message>
        <source>All is well</source>
        <translation>Todo va bien</translation>
    </message>
    <message>
        <source>Meters, market and chain work as they should.</source>
        <translation>Los contadores, el mercado y la cadena funcionan como deben.</translation>
    </message>
    <message>
        <source>1 thing needs attention</source>
        <translation>1 asunto necesita atención</translation>
    </message>
    <message>
        <source>%1 things need attention</source>
        <translation>%1 asuntos necesitan atención</translation>
    </message>
    <message>
        <source>Trades</source>
        <translation>Comercia</translation>
    </message>
    <message>
        <source>buys and sells</source>
        <translation>compra y vende</translation>
    </message>
    <message>
        <source>Reports</source>
        <translation>Informa</translation>
    </message>
    <message>
        <source>no trading</source>
        <translation>sin comercio</translation>
    </message>
    <message>
        <source>Measures</source>
        <translation>Mide</translation>
    </message>
    <message>
        <source>nothing goes out</source>
        <translation>nada sale</translation>
    </message>
    <message>
        <source>Safe mode</source>
        <translation>Modo seguro</translation>
    </message>
    <message>
        <source>decides nothing</source>
        <translation>no decide nada</translation>
    </message>
    <message>
        <source>Nothing is traded now; what is metered is still reported.</source>
        <translation>Ahora no se negocia; lo medido se sigue comunicando.</translation>
    </message>
    <message>
        <source>It only measures and shows now; nothing leaves the house.</source>
        <translation>Ahora solo mide y muestra; nada sale de la casa.</translation>
    </message>
    <message>
        <source>Safe mode: nothing is traded, relays are switched safe.</source>
        <translation>Modo seguro: no se negocia y los relés están en posición segura.</translation>
    </message>
    <message>
        <source>since %1</source>
        <translation>desde %1</translation>
    </message>
</context>
<context>
    <name>answers</name>
    <message>
        <source>The agent&apos;s answer could not be understood.</source>
        <translation>No se pudo entender la respuesta de la central.</translation>
    </message>
</context>
<context>
    <name>charts</name>
    <message>
        <source>offered, %1</source>
        <translation>ofrecido, %1</translation>
    </message>
    <message>
        <source>wanted</source>
        <translation>pedido</translation>
    </message>
    <message>
        <source>yours</source>
        <translation>suyo</translation>
    </message>
    <message>
        <source>earned, %1</source>
        <translation>ganado, %1</translation>
    </message>
    <message>
        <source>spent</source>
        <translation>gastado</translation>
    </message>
    <message>
        <source>penalty</source>
        <translation>penalización</translation>
    </message>
    <message>
        <source>made, kWh</source>
        <translation>producido, kWh</translation>
    </message>
    <message>
        <source>given</source>
        <translation>entregado</translation>
    </message>
    <message>
        <source>drawn</source>
        <translation>tomado</translation>
    </message>
    <message>
        <source>expected</source>
        <translation>previsto</translation>
    </message>
    <message>
        <source>made, kW</source>
        <translation>producido, kW</translation>
    </message>
    <message>
        <source>used, kW</source>
        <translation>usado, kW</translation>
    </message>
    <message>
        <source>given to the grid, kW</source>
        <translation>entregado a la red, kW</translation>
    </message>
    <message>
        <source>drawn from it, kW</source>
        <translation>tomado de ella, kW</translation>
    </message>
    <message>
        <source>your home</source>
        <translation>su casa</translation>
    </message>
    <message>
        <source>partners</source>
        <translation>socios</translation>
    </message>
    <message>
        <source>others</source>
        <translation>otros</translation>
    </message>
</context>
<context>
    <name>daemon</name>
    <message>
        <source>Somebody else has sent a transaction with this home&apos;s key. Trading has stopped.</source>
        <translation>Alguien más ha enviado algo con la clave de esta casa. El comercio está parado.</translation>
    </message>
    <message>
        <source>Call your installer: the key must be replaced.</source>
        <translation>Llame a su instalador: hay que cambiar la clave.</translation>
    </message>
    <message>
        <source>The chain contradicts itself: %1. Trading has stopped.</source>
        <translation>La cadena se contradice: %1. El comercio está parado.</translation>
    </message>
    <message>
        <source>Call the market&apos;s operator.</source>
        <translation>Llame al operador del mercado.</translation>
    </message>
    <message>
        <source>The market&apos;s chain cannot be followed: %1.</source>
        <translation>No se puede seguir la cadena del mercado: %1.</translation>
    </message>
    <message>
        <source>The market&apos;s chain cannot be followed (%1).</source>
        <translation>No se puede seguir la cadena del mercado (%1).</translation>
    </message>
    <message>
        <source>Nothing, if it passes within minutes; else check the internet connection.</source>
        <translation>Nada, si pasa en unos minutos; si no, revise la conexión a internet.</translation>
    </message>
    <message>
        <source>The operator&apos;s statement for cycle %1 says %2, the chain proves %3.</source>
        <translation>La liquidación del operador para la ronda %1 dice %2; la cadena prueba %3.</translation>
    </message>
    <message>
        <source>What the chain proves holds. Ask the operator about it.</source>
        <translation>Vale lo que prueba la cadena. Pregunte al operador.</translation>
    </message>
    <message>
        <source>This home is not enrolled in the market.</source>
        <translation>Esta casa no está inscrita en el mercado.</translation>
    </message>
    <message>
        <source>Ask the market&apos;s operator to enrol it.</source>
        <translation>Pida al operador del mercado que la inscriba.</translation>
    </message>
    <message>
        <source>The home&apos;s chain account cannot pay for transactions.</source>
        <translation>La cuenta de la casa en la cadena no puede pagar los envíos.</translation>
    </message>
    <message>
        <source>Ask the market&apos;s operator to fund it.</source>
        <translation>Pida al operador del mercado que le ponga fondos.</translation>
    </message>
    <message>
        <source>The orders of cycle %1 could not be cleared: %2.</source>
        <translation>No se pudieron casar las órdenes de la ronda %1: %2.</translation>
    </message>
    <message>
        <source>Tell the market&apos;s operator.</source>
        <translation>Dígaselo al operador del mercado.</translation>
    </message>
    <message>
        <source>Check the meter and the radio link. Nothing is sold until it reports again.</source>
        <translation>Revise el contador y la radio. No se vende nada hasta que vuelva a informar.</translation>
    </message>
    <message>
        <source>Delivery reports cannot be sent: %1.</source>
        <translation>No se pueden enviar los informes de entrega: %1.</translation>
    </message>
    <message>
        <source>Nothing: they are kept and sent when the line is back.</source>
        <translation>Nada: se guardan y se envían cuando vuelva la línea.</translation>
    </message>
    <message>
        <source>Nothing: it begins by itself. The lost box must not run again.</source>
        <translation>Nada: empieza por sí solo. La caja perdida no debe volver a funcionar.</translation>
    </message>
    <message>
        <source>Another box with its key was at work meanwhile.</source>
        <translation>Entretanto otra caja con su clave estuvo activa.</translation>
    </message>
    <message>
        <source>The clock is not set yet, so nothing is traded.</source>
        <translation>El reloj aún no está en hora, así que no se opera.</translation>
    </message>
    <message>
        <source>Check the internet connection; the time comes from there.</source>
        <translation>Revise la conexión a internet; de ahí viene la hora.</translation>
    </message>
    <message>
        <source>not yet connected to the chain</source>
        <translation>aún sin conexión con la cadena</translation>
    </message>
    <message>
        <source>not yet connected to the broker</source>
        <translation>aún sin conexión con el intermediario</translation>
    </message>
    <message>
        <source>no new block for %1 s</source>
        <translation>sin bloque nuevo desde hace %1 s</translation>
    </message>
    <message>
        <source>following the chain</source>
        <translation>siguiendo la cadena</translation>
    </message>
    <message>
        <source>No meter has reported yet.</source>
        <translation>Ningún contador ha dicho nada aún.</translation>
    </message>
    <message>
        <source>No grid meter has been chosen yet.</source>
        <translation>Aún no se ha elegido el contador de la red.</translation>
    </message>
    <message>
        <source>Nothing is traded.</source>
        <translation>No se opera.</translation>
    </message>
    <message>
        <source>An installer pairs the meter and gives it its role: gridhearth pair.</source>
        <translation>Un instalador empareja el contador y le da su tarea: gridhearth pair.</translation>
    </message>
    <message>
        <source>Look whether it has power and is in reach; until it answers, switch it by hand.</source>
        <translation>Mire si tiene corriente y está al alcance; hasta que responda, actúelo a mano.</translation>
    </message>
    <message>
        <source>The relay does not answer; it may be on or off.</source>
        <translation>El relé no responde; puede estar encendido o apagado.</translation>
    </message>
    <message>
        <source>The relay is on although it was told otherwise.</source>
        <translation>El relé está encendido aunque se le dijo otra cosa.</translation>
    </message>
    <message>
        <source>The relay is off although it was told otherwise.</source>
        <translation>El relé está apagado aunque se le dijo otra cosa.</translation>
    </message>
    <message>
        <source>The radio does not work: %1</source>
        <translation>La radio no funciona: %1</translation>
    </message>
    <message>
        <source>Look whether the stick is plugged in and no other program uses it; pull it out and put it back.</source>
        <translation>Mire si el adaptador está enchufado y ningún otro programa lo usa; sáquelo y vuelva a ponerlo.</translation>
    </message>
    <message>
        <source>The stick has no network: %1</source>
        <translation>El adaptador no tiene red: %1</translation>
    </message>
    <message>
        <source>An installer restores the home&apos;s backup (gridhearth radio restore), or forms a new network (gridhearth radio form).</source>
        <translation>Un instalador recupera la copia de la casa (gridhearth radio restore) o crea una red nueva (gridhearth radio form).</translation>
    </message>
    <message>
        <source>The stick holds another home&apos;s network: %1</source>
        <translation>El adaptador lleva la red de otra casa: %1</translation>
    </message>
    <message>
        <source>Put the home&apos;s own stick back, or restore its backup: gridhearth radio restore.</source>
        <translation>Vuelva a poner el adaptador de la casa o recupere su copia: gridhearth radio restore.</translation>
    </message>
    <message>
        <source>%1 (grid meter)</source>
        <translation>%1 (contador de la red)</translation>
    </message>
    <message>
        <source>%1 (generation meter)</source>
        <translation>%1 (contador de lo producido)</translation>
    </message>
    <message>
        <source>%1 (storage meter)</source>
        <translation>%1 (contador de la batería)</translation>
    </message>
    <message>
        <source>%1 is not in the radio&apos;s network.</source>
        <translation>%1 no está en la red de radio.</translation>
    </message>
    <message>
        <source>Pair it again, or give its role to another meter: gridhearth devices.</source>
        <translation>Emparéjelo otra vez o dé su tarea a otro contador: gridhearth devices.</translation>
    </message>
    <message>
        <source>%1 cannot be used: %2</source>
        <translation>%1 no se puede usar: %2</translation>
    </message>
    <message>
        <source>Ask the installer: the meter&apos;s scale must be known before its energy counts.</source>
        <translation>Pregunte al instalador: hay que saber la escala del contador antes de que cuente su energía.</translation>
    </message>
    <message>
        <source>Look whether it has power and is in reach; then gridhearth devices configure.</source>
        <translation>Mire si tiene corriente y está al alcance; después, gridhearth devices configure.</translation>
    </message>
    <message>
        <source>%1 has gone silent.</source>
        <translation>%1 ha dejado de informar.</translation>
    </message>
    <message>
        <source>The clock is not trusted yet.</source>
        <translation>Aún no se puede confiar en el reloj.</translation>
    </message>
    <message>
        <source>Too few readings yet to judge.</source>
        <translation>Aún hay pocas lecturas para juzgar.</translation>
    </message>
    <message>
        <source>Meter %1 has never reported.</source>
        <translation>El contador %1 nunca ha informado.</translation>
    </message>
    <message>
        <source>Meter %1 has not reported yet.</source>
        <translation>El contador %1 aún no ha informado.</translation>
    </message>
    <message>
        <source>Meter %1 is dated later than now; the clock may have been set back.</source>
        <translation>El contador %1 da una hora posterior a ahora; quizá se atrasó el reloj.</translation>
    </message>
    <message>
        <source>Meter %1 reports registers that cannot be right (%2) for %3; an installer must look at it.</source>
        <translation>El contador %1 da desde hace %3 cifras que no pueden ser (%2); debe verlo un instalador.</translation>
    </message>
    <message>
        <source>Meter %1 has been silent for %2.</source>
        <translation>El contador %1 no informa desde hace %2.</translation>
    </message>
    <message>
        <source>The meter has been silent for %1.</source>
        <translation>El contador no informa desde hace %1.</translation>
    </message>
    <message>
        <source>Your home uses %1 more than it makes (makes %2, uses %3).</source>
        <translation>Su casa usa %1 más de lo que produce (produce %2, usa %3).</translation>
    </message>
    <message>
        <source>Your home uses %1 more than it makes.</source>
        <translation>Su casa usa %1 más de lo que produce.</translation>
    </message>
    <message>
        <source>Your home makes %1 more than it uses (makes %2, uses %3).</source>
        <translation>Su casa produce %1 más de lo que usa (produce %2, usa %3).</translation>
    </message>
    <message>
        <source>Your home makes %1 more than it uses.</source>
        <translation>Su casa produce %1 más de lo que usa.</translation>
    </message>
    <message>
        <source>Your home makes %1 more than it uses (makes %2, uses %3); surplus begins at %4.</source>
        <translation>Su casa produce %1 más de lo que usa (produce %2, usa %3); el excedente empieza en %4.</translation>
    </message>
    <message>
        <source>Your home makes %1 more than it uses; surplus begins at %2.</source>
        <translation>Su casa produce %1 más de lo que usa; el excedente empieza en %2.</translation>
    </message>
    <message>
        <source>Selling needs a surplus.</source>
        <translation>Para vender hace falta excedente.</translation>
    </message>
    <message>
        <source>The lowest price %1 is outside %2.</source>
        <translation>El precio mínimo %1 está fuera de %2.</translation>
    </message>
    <message>
        <source>The highest price %1 is outside %2.</source>
        <translation>El precio máximo %1 está fuera de %2.</translation>
    </message>
    <message>
        <source>The lowest price %1 is above the highest, %2.</source>
        <translation>El precio mínimo %1 supera el máximo, %2.</translation>
    </message>
    <message>
        <source>%1 per kWh</source>
        <translation>%1 por kWh</translation>
    </message>
    <message>
        <source>%1 per kWh to %2 per kWh</source>
        <translation>%1 a %2 por kWh</translation>
    </message>
    <message>
        <source>at most %1</source>
        <translation>como máximo %1</translation>
    </message>
    <message>
        <source>at most %1 per kWh</source>
        <translation>como máximo %1 por kWh</translation>
    </message>
    <message>
        <source>more than 0 kWh</source>
        <translation>más de 0 kWh</translation>
    </message>
    <message>
        <source>a known forecast</source>
        <translation>una previsión conocida</translation>
    </message>
    <message>
        <source>0 m to %1 m</source>
        <translation>0 m a %1 m</translation>
    </message>
    <message>
        <source>The distance %1 m is outside 0 m to %2 m.</source>
        <translation>La distancia %1 m está fuera de 0 m a %2 m.</translation>
    </message>
    <message>
        <source>What your home will use and make is not known yet.</source>
        <translation>Aún no se sabe qué usará y producirá su casa.</translation>
    </message>
    <message>
        <source>No surplus is expected in the next delivery interval.</source>
        <translation>No se espera excedente en el próximo periodo de entrega.</translation>
    </message>
    <message>
        <source>No need is expected in the next delivery interval.</source>
        <translation>No se espera necesidad en el próximo periodo de entrega.</translation>
    </message>
    <message>
        <source>The amount must be above 0 kWh.</source>
        <translation>La cantidad debe ser mayor que 0 kWh.</translation>
    </message>
    <message>
        <source>Your connection carries at most %1 in one cycle, not %2.</source>
        <translation>Su conexión lleva como máximo %1 por ronda, no %2.</translation>
    </message>
    <message>
        <source>%1 is more than the surplus expected in the next delivery interval, %2.</source>
        <translation>%1 es más que el excedente previsto para el próximo periodo de entrega, %2.</translation>
    </message>
    <message>
        <source>%1 is more than the need expected in the next delivery interval, %2.</source>
        <translation>%1 es más que la necesidad prevista para el próximo periodo de entrega, %2.</translation>
    </message>
    <message>
        <source>This order could cost up to %1; your account has %2 free for it.</source>
        <translation>Esta orden podría costar hasta %1; su cuenta tiene %2 libres para ella.</translation>
    </message>
    <message>
        <source>The last reading is too old to expect anything from it.</source>
        <translation>La última lectura es demasiado antigua para prever algo.</translation>
    </message>
    <message>
        <source>This home&apos;s key was used elsewhere; trading has stopped.</source>
        <translation>La clave de esta casa se usó en otro lugar; el comercio está parado.</translation>
    </message>
    <message>
        <source>Your account has not been proven yet.</source>
        <translation>Su cuenta aún no está probada.</translation>
    </message>
    <message>
        <source>This cycle&apos;s limit of %1 orders is reached.</source>
        <translation>Se alcanzó el límite de %1 órdenes de esta ronda.</translation>
    </message>
    <message>
        <source>The market&apos;s time is not known yet.</source>
        <translation>Aún no se conoce la hora del mercado.</translation>
    </message>
    <message>
        <source>The quotation window is closed.</source>
        <translation>Esta ronda ya no admite órdenes.</translation>
    </message>
    <message>
        <source>The order waits for the next quotation window.</source>
        <translation>La orden espera la próxima ronda.</translation>
    </message>
    <message>
        <source>The order is no longer repeated.</source>
        <translation>La orden ya no se repite.</translation>
    </message>
    <message>
        <source>The values are in order. Press Set Values to use them.</source>
        <translation>Los valores son correctos. Pulse Fijar valores para usarlos.</translation>
    </message>
    <message>
        <source>Make every choice first: settlement, price range and, if manual, the amount.</source>
        <translation>Haga primero todas las elecciones: reparto, margen de precios y, si es manual, la cantidad.</translation>
    </message>
    <message>
        <source>This order replaces your earlier one of this window.</source>
        <translation>Esta orden sustituye la anterior de esta ronda.</translation>
    </message>
    <message>
        <source>The waiting order was not sent: the facts had changed.</source>
        <translation>La orden en espera no se envió: la situación había cambiado.</translation>
    </message>
    <message>
        <source>Press Start to begin.</source>
        <translation>Pulse Empezar.</translation>
    </message>
    <message>
        <source>You take part in no trading.</source>
        <translation>No participa en ningún comercio.</translation>
    </message>
    <message>
        <source>You chose neither to sell nor to buy.</source>
        <translation>No eligió ni vender ni comprar.</translation>
    </message>
    <message>
        <source>Nothing is sent until the values are corrected.</source>
        <translation>No se envía nada hasta corregir los valores.</translation>
    </message>
    <message>
        <source>You have an order in this window: Set Values replaces it.</source>
        <translation>Tiene una orden en esta ronda: Fijar valores la sustituye.</translation>
    </message>
    <message>
        <source>Press Set Values once to repeat the order every cycle.</source>
        <translation>Pulse Fijar valores una vez para repetir la orden cada ronda.</translation>
    </message>
    <message>
        <source>It is already started.</source>
        <translation>Ya ha empezado.</translation>
    </message>
    <message>
        <source>Press Start first.</source>
        <translation>Pulse primero Empezar.</translation>
    </message>
    <message>
        <source>Opt in to trading first.</source>
        <translation>Elija primero Participar.</translation>
    </message>
    <message>
        <source>Choose to sell or to buy first.</source>
        <translation>Elija primero vender o comprar.</translation>
    </message>
    <message>
        <source>There is nothing to correct.</source>
        <translation>No hay nada que corregir.</translation>
    </message>
    <message>
        <source>Correct the values and press Update Values first.</source>
        <translation>Corrija primero los valores y pulse Corregir.</translation>
    </message>
    <message>
        <source>Choose the manual settlement first.</source>
        <translation>Elija primero el reparto manual.</translation>
    </message>
    <message>
        <source>your price did not meet the market</source>
        <translation>su precio no coincidió con el mercado</translation>
    </message>
    <message>
        <source>there was not enough supply</source>
        <translation>no había bastante oferta</translation>
    </message>
    <message>
        <source>no partner was left for you</source>
        <translation>no quedó socio para usted</translation>
    </message>
    <message>
        <source>buyers&apos; and sellers&apos; prices did not cross</source>
        <translation>los precios de compra y venta no se cruzaron</translation>
    </message>
    <message>
        <source>%1 (base price %2 per kWh)</source>
        <translation>%1 (precio base %2 por kWh)</translation>
    </message>
    <message>
        <source>the market refused it: too late, or not enough credit for its cost</source>
        <translation>el mercado la rechazó: tarde o sin saldo suficiente</translation>
    </message>
    <message>
        <source>the window closed before it arrived</source>
        <translation>la ronda cerró antes de que llegara</translation>
    </message>
    <message>
        <source>the window closed before it could be sent</source>
        <translation>la ronda cerró antes de poder enviarla</translation>
    </message>
    <message>
        <source>replaced by your newer order</source>
        <translation>sustituida por su orden más reciente</translation>
    </message>
    <message>
        <source>the endorsers found no common result; the cycle was cancelled</source>
        <translation>los avaladores no hallaron un resultado común; la ronda se anuló</translation>
    </message>
    <message>
        <source>sold %1 at %2 per kWh</source>
        <translation>vendido %1 a %2 por kWh</translation>
    </message>
    <message>
        <source>bought %1 at %2 per kWh</source>
        <translation>comprado %1 a %2 por kWh</translation>
    </message>
    <message>
        <source>you asked for it</source>
        <translation>usted lo pidió</translation>
    </message>
    <message>
        <source>your standing instruction</source>
        <translation>su orden permanente</translation>
    </message>
    <message>
        <source>The market&apos;s terms for this home have not been proven yet.</source>
        <translation>Las condiciones del mercado para esta casa aún no están probadas.</translation>
    </message>
    <message>
        <source>The amount is not known yet.</source>
        <translation>La cantidad aún no se conoce.</translation>
    </message>
    <message>
        <source>That is more than the connection carries.</source>
        <translation>Es más de lo que lleva la conexión.</translation>
    </message>
    <message>
        <source>This round has %1 orders, more than %2 can be drawn.</source>
        <translation>Esta ronda tiene %1 órdenes; no se pueden dibujar más de %2.</translation>
    </message>
    <message>
        <source>This round has %1 orders, too many to draw.</source>
        <translation>Esta ronda tiene %1 órdenes, demasiadas para dibujar.</translation>
    </message>
    <message>
        <source>Nobody ordered in this round.</source>
        <translation>Nadie dio una orden en esta ronda.</translation>
    </message>
    <message>
        <source>This round has no result yet.</source>
        <translation>Esta ronda aún no tiene resultado.</translation>
    </message>
    <message>
        <source>This round was void: nobody traded.</source>
        <translation>Esta ronda fue nula: nadie operó.</translation>
    </message>
    <message>
        <source>Nobody traded in this round.</source>
        <translation>Nadie operó en esta ronda.</translation>
    </message>
    <message>
        <source>This day is over.</source>
        <translation>Este día ya pasó.</translation>
    </message>
    <message>
        <source>The radio has not shown this device since the start.</source>
        <translation>La radio no ha mostrado este aparato desde el inicio.</translation>
    </message>
    <message>
        <source>%1 follows the surplus now.</source>
        <translation>%1 sigue ahora el excedente.</translation>
    </message>
    <message>
        <source>%1 is to be on; it is told once its shortest time is over.</source>
        <translation>%1 debe estar encendido; se le dirá cuando pase su tiempo mínimo.</translation>
    </message>
    <message>
        <source>%1 is to be off; it is told once its shortest time is over.</source>
        <translation>%1 debe estar apagado; se le dirá cuando pase su tiempo mínimo.</translation>
    </message>
    <message>
        <source>%1 is no relay of this home.</source>
        <translation>%1 no es un relé de esta casa.</translation>
    </message>
    <message>
        <source>Switch nothing for a moment: the meter is being listened to.</source>
        <translation>No encienda ni apague nada un momento: se escucha al contador.</translation>
    </message>
    <message>
        <source>Switch on a load of about %1 now, then say that it is on.</source>
        <translation>Encienda ahora una carga de unos %1 y luego diga que está puesta.</translation>
    </message>
    <message>
        <source>Have the battery charge with about %1 now, then say that it does.</source>
        <translation>Haga que la batería cargue ahora con unos %1 y luego dígalo.</translation>
    </message>
    <message>
        <source>Leave everything as it is: the meter is being watched.</source>
        <translation>Deje todo como está: se observa el contador.</translation>
    </message>
    <message>
        <source>Other loads went on and off all the time; switch them off and check again.</source>
        <translation>Otras cargas se encendían y apagaban; apáguelas y pruebe otra vez.</translation>
    </message>
    <message>
        <source>The meter said too little within five minutes to be checked.</source>
        <translation>El contador dijo muy poco en cinco minutos para probarlo.</translation>
    </message>
    <message>
        <source>The meter gave no usable power for five minutes.</source>
        <translation>El contador no dio potencia utilizable en cinco minutos.</translation>
    </message>
    <message>
        <source>It moved by %1 for a load of %2</source>
        <translation>Se movió %1 con una carga de %2</translation>
    </message>
    <message>
        <source>It moved by %1 for a load of %2: that fits.</source>
        <translation>Se movió %1 con una carga de %2: cuadra.</translation>
    </message>
    <message>
        <source>Its register counted %1 Wh while about %2 Wh passed: it counts %3 times too much.</source>
        <translation>Su registro contó %1 Wh mientras pasaban unos %2 Wh: cuenta %3 veces de más.</translation>
    </message>
    <message>
        <source>Its register counts rightly; only its power is scaled wrong.</source>
        <translation>Su registro cuenta bien; solo su potencia tiene mal la escala.</translation>
    </message>
    <message>
        <source>The PINs&apos; file is damaged, so nothing can be changed with a PIN; an installer sets new ones with &apos;gridhearth pin set&apos;.</source>
        <translation>El archivo de los PIN está dañado, así que con un PIN no se puede cambiar nada; un instalador pone otros con &apos;gridhearth pin set&apos;.</translation>
    </message>
    <message>
        <source>Enter the old PIN as well.</source>
        <translation>Introduzca también el PIN actual.</translation>
    </message>
    <message>
        <source>The household&apos;s PIN is set.</source>
        <translation>El PIN de la casa está puesto.</translation>
    </message>
    <message>
        <source>The household&apos;s PIN is removed.</source>
        <translation>El PIN de la casa está quitado.</translation>
    </message>
    <message>
        <source>The installer&apos;s PIN is set.</source>
        <translation>El PIN del instalador está puesto.</translation>
    </message>
    <message>
        <source>The installer&apos;s PIN is removed.</source>
        <translation>El PIN del instalador está quitado.</translation>
    </message>
    <message>
        <source>No household&apos;s PIN is set.</source>
        <translation>No hay PIN de la casa.</translation>
    </message>
    <message>
        <source>No installer&apos;s PIN is set.</source>
        <translation>No hay PIN del instalador.</translation>
    </message>
    <message>
        <source>Too many wrong tries; wait %1.</source>
        <translation>Demasiados intentos fallidos; espere %1.</translation>
    </message>
    <message>
        <source>The PIN is right.</source>
        <translation>El PIN es correcto.</translation>
    </message>
    <message>
        <source>That PIN is wrong; 1 try left before a pause.</source>
        <translation>Ese PIN es incorrecto; queda 1 intento antes de una pausa.</translation>
    </message>
    <message>
        <source>That PIN is wrong; %1 tries left before a pause.</source>
        <translation>Ese PIN es incorrecto; quedan %1 intentos antes de una pausa.</translation>
    </message>
    <message>
        <source>That PIN is wrong; wait %1.</source>
        <translation>Ese PIN es incorrecto; espere %1.</translation>
    </message>
    <message>
        <source>The installer&apos;s first PIN is set by a user of the installer&apos;s group.</source>
        <translation>El primer PIN del instalador lo pone un usuario de su grupo.</translation>
    </message>
    <message>
        <source>The radio is being started.</source>
        <translation>La radio se está iniciando.</translation>
    </message>
    <message>
        <source>The radio&apos;s driver failed; it is started again.</source>
        <translation>El controlador de la radio falló; se reinicia.</translation>
    </message>
    <message>
        <source>%1 may join for %2 s with its own key. Switch it to pairing now.</source>
        <translation>%1 puede entrar durante %2 s con su propia clave. Póngalo ahora a emparejar.</translation>
    </message>
    <message>
        <source>Nobody may join any more.</source>
        <translation>Ya no puede entrar nadie.</translation>
    </message>
    <message>
        <source>The network is formed.</source>
        <translation>La red está creada.</translation>
    </message>
    <message>
        <source>The backup is %1. Whoever has it and its passphrase has this network.</source>
        <translation>La copia es %1. Quien la tenga con su clave tiene esta red.</translation>
    </message>
    <message>
        <source>The network is restored.</source>
        <translation>La red está recuperada.</translation>
    </message>
    <message>
        <source>The radio is busy with %1; ask again later.</source>
        <translation>La radio está ocupada (%1); pregunte más tarde.</translation>
    </message>
    <message>
        <source>forming a network</source>
        <translation>creando una red</translation>
    </message>
    <message>
        <source>writing a backup</source>
        <translation>escribiendo una copia</translation>
    </message>
    <message>
        <source>restoring a backup</source>
        <translation>recuperando una copia</translation>
    </message>
    <message>
        <source>Nothing was answered within %1 s; it may still have happened.</source>
        <translation>No hubo respuesta en %1 s; aun así puede haberse hecho.</translation>
    </message>
    <message>
        <source>No live check is waiting for a load.</source>
        <translation>Ninguna prueba espera una carga.</translation>
    </message>
    <message>
        <source>There is no live check now.</source>
        <translation>Ahora no hay ninguna prueba.</translation>
    </message>
    <message>
        <source>The chain has not been followed yet.</source>
        <translation>Aún no se ha seguido la cadena.</translation>
    </message>
    <message>
        <source>No round has closed yet.</source>
        <translation>Aún no ha cerrado ninguna ronda.</translation>
    </message>
    <message>
        <source>That round&apos;s window has not closed yet.</source>
        <translation>Esa ronda aún no ha cerrado.</translation>
    </message>
    <message>
        <source>The chain&apos;s nodes did not answer in time; try again.</source>
        <translation>Los nodos de la cadena no respondieron a tiempo; pruebe otra vez.</translation>
    </message>
    <message>
        <source>The round could not be read from the chain: %1.</source>
        <translation>No se pudo leer la ronda de la cadena: %1.</translation>
    </message>
    <message>
        <source>The answer does not fit into one message; ask for fewer lines.</source>
        <translation>La respuesta no cabe en un mensaje; pida menos líneas.</translation>
    </message>
    <message>
        <source>Paused: %1</source>
        <translation>En pausa: %1</translation>
    </message>
    <message>
        <source>It would not be sent now: %1</source>
        <translation>Ahora no se enviaría: %1</translation>
    </message>
    <message>
        <source>You chose to sell %1 between %2 per kWh and %3 per kWh, preferably within %4 m.</source>
        <translation>Eligió vender %1 entre %2 y %3 por kWh, mejor a menos de %4 m.</translation>
    </message>
    <message>
        <source>You chose to sell %1 between %2 per kWh and %3 per kWh.</source>
        <translation>Eligió vender %1 entre %2 y %3 por kWh.</translation>
    </message>
    <message>
        <source>You chose to buy %1 between %2 per kWh and %3 per kWh, preferably within %4 m.</source>
        <translation>Eligió comprar %1 entre %2 y %3 por kWh, mejor a menos de %4 m.</translation>
    </message>
    <message>
        <source>You chose to buy %1 between %2 per kWh and %3 per kWh.</source>
        <translation>Eligió comprar %1 entre %2 y %3 por kWh.</translation>
    </message>
    <message>
        <source>You chose to sell; not every choice is made yet.</source>
        <translation>Eligió vender; aún faltan elecciones.</translation>
    </message>
    <message>
        <source>You chose to buy; not every choice is made yet.</source>
        <translation>Eligió comprar; aún faltan elecciones.</translation>
    </message>
    <message>
        <source>%1 (the agent decides)</source>
        <translation>%1 (la central decide)</translation>
    </message>
    <message>
        <source>an amount not known yet</source>
        <translation>una cantidad aún desconocida</translation>
    </message>
    <message>
        <source>Put the stick on a short extension lead, on another port; see that no other program opens it, and update its firmware.</source>
        <translation>Ponga la llave con un cable corto en otro puerto; compruebe que ningún otro programa la abre y actualice su firmware.</translation>
    </message>
    <message>
        <source>The radio was lost %1 times within the last hour.</source>
        <translation>La radio se perdió %1 veces en la última hora.</translation>
    </message>
    <message>
        <source>grid meter</source>
        <translation>contador de la red</translation>
    </message>
    <message>
        <source>generation meter</source>
        <translation>contador de generación</translation>
    </message>
    <message>
        <source>storage meter</source>
        <translation>contador de la batería</translation>
    </message>
    <message>
        <source>relay</source>
        <translation>relé</translation>
    </message>
    <message>
        <source>on</source>
        <translation>encendido</translation>
    </message>
    <message>
        <source>off</source>
        <translation>apagado</translation>
    </message>
    <message>
        <source>%1 is the %2 now.</source>
        <translation>%1 es ahora: %2.</translation>
    </message>
    <message>
        <source>%1 is the %2 now; its registers go on as soon as two of its readings agree.</source>
        <translation>%1 es ahora: %2. Sus registros siguen en cuanto dos de sus lecturas coincidan.</translation>
    </message>
    <message>
        <source>%1 is no longer the %2.</source>
        <translation>%1 ya no es: %2.</translation>
    </message>
    <message>
        <source>%1 is the %2; release it first.</source>
        <translation>%1 es: %2. Primero quítele la tarea.</translation>
    </message>
    <message>
        <source>This home&apos;s meters do not come from the radio (its settings name another driver under [meters]), so a device can only become a relay.</source>
        <translation>Los contadores de esta casa no vienen de la radio (sus ajustes nombran otro controlador en [meters]); un aparato solo puede ser relé.</translation>
    </message>
    <message>
        <source>%1 is the %2 already; to exchange the meter, ask for it as a replacement.</source>
        <translation>%1 ya es: %2. Para cambiar el contador, pídalo como sustitución.</translation>
    </message>
    <message>
        <source>%1 is called %2 now.</source>
        <translation>%1 se llama ahora %2.</translation>
    </message>
    <message>
        <source>%1 has no name any more.</source>
        <translation>%1 ya no tiene nombre.</translation>
    </message>
    <message>
        <source>A name has up to %1 printable characters.</source>
        <translation>Un nombre tiene hasta %1 caracteres imprimibles.</translation>
    </message>
    <message>
        <source>%1 is called %2 already.</source>
        <translation>%1 ya se llama %2.</translation>
    </message>
    <message>
        <source>%1 devices have names already.</source>
        <translation>%1 aparatos ya tienen nombre.</translation>
    </message>
    <message>
        <source>%1 was removed.</source>
        <translation>%1 se ha quitado.</translation>
    </message>
    <message>
        <source>A relay has no import and export that could change places.</source>
        <translation>Un relé no tiene consumo ni entrega que se puedan cambiar.</translation>
    </message>
    <message>
        <source>A home has %1 relays at most.</source>
        <translation>Una casa tiene %1 relés como máximo.</translation>
    </message>
    <message>
        <source>%1 has no role.</source>
        <translation>%1 no tiene tarea.</translation>
    </message>
    <message>
        <source>%1 has not the role %2.</source>
        <translation>%1 no tiene la tarea %2.</translation>
    </message>
    <message>
        <source>%1 is %2; say which of them.</source>
        <translation>%1 es %2; diga cuál de ellos.</translation>
    </message>
    <message>
        <source>Sold %1 to %2, %3 away, at %4; network charge %5, quoted income %6.</source>
        <translation>Vendido %1 a %2, a %3, por %4; peaje de red %5, ingreso previsto %6.</translation>
    </message>
    <message>
        <source>Bought %1 from %2, %3 away, at %4; network charge %5, quoted bill %6.</source>
        <translation>Comprado %1 a %2, a %3, por %4; peaje de red %5, factura prevista %6.</translation>
    </message>
    <message>
        <source>Order of cycle %1, sell %2: %3 (%4).</source>
        <translation>Orden de la ronda %1, vender %2: %3 (%4).</translation>
    </message>
    <message>
        <source>Order of cycle %1, buy %2: %3 (%4).</source>
        <translation>Orden de la ronda %1, comprar %2: %3 (%4).</translation>
    </message>
    <message>
        <source>Order of cycle %1, sell %2: %3.</source>
        <translation>Orden de la ronda %1, vender %2: %3.</translation>
    </message>
    <message>
        <source>Order of cycle %1, buy %2: %3.</source>
        <translation>Orden de la ronda %1, comprar %2: %3.</translation>
    </message>
    <message>
        <source>queued</source>
        <translation>en cola</translation>
    </message>
    <message>
        <source>sent</source>
        <translation>enviada</translation>
    </message>
    <message>
        <source>%1 in block %2</source>
        <translation>%1, bloque %2</translation>
    </message>
    <message>
        <source>not traded</source>
        <translation>sin negociar</translation>
    </message>
    <message>
        <source>void</source>
        <translation>anulada</translation>
    </message>
    <message>
        <source>settled</source>
        <translation>liquidada</translation>
    </message>
    <message>
        <source>refused</source>
        <translation>rechazada</translation>
    </message>
    <message>
        <source>missed</source>
        <translation>fuera de plazo</translation>
    </message>
    <message>
        <source>No order is sent so near to the window&apos;s edge.</source>
        <translation>No se envía ninguna orden tan cerca del borde de la ventana.</translation>
    </message>
    <message>
        <source>The clock says a time before what has already happened.</source>
        <translation>El reloj da una hora anterior a lo ya ocurrido.</translation>
    </message>
    <message>
        <source>No time service has set the clock.</source>
        <translation>Ningún servicio de hora ha puesto el reloj.</translation>
    </message>
    <message>
        <source>The clock is not set yet.</source>
        <translation>El reloj aún no está en hora.</translation>
    </message>
    <message>
        <source>The clock is about %1 s ahead of the market&apos;s chain.</source>
        <translation>El reloj adelanta unos %1 s a la cadena del mercado.</translation>
    </message>
    <message>
        <source>The clock is about %1 s behind the market&apos;s chain.</source>
        <translation>El reloj atrasa unos %1 s respecto a la cadena del mercado.</translation>
    </message>
    <message>
        <source>Call your installer.</source>
        <translation>Llame a su instalador.</translation>
    </message>
    <message>
        <source>Ask the market&apos;s operator.</source>
        <translation>Pregunte al operador del mercado.</translation>
    </message>
    <message>
        <source>The amount is more than the contract can hold.</source>
        <translation>La cantidad es mayor de lo que admite el contrato.</translation>
    </message>
    <message>
        <source>This home is not one of the voters.</source>
        <translation>Esta casa no es una de las votantes.</translation>
    </message>
    <message>
        <source>%1: handed over. Whether the contract accepts it shows within some blocks.</source>
        <translation>%1: entregado. En unos bloques se verá si el contrato lo acepta.</translation>
    </message>
    <message>
        <source>Everything counted so far is reported now, and the battery&apos;s word is taken.</source>
        <translation>Se informa ahora todo lo contado y se acepta lo que dice la batería.</translation>
    </message>
    <message>
        <source>That needs %1 %2; %3 are available.</source>
        <translation>Eso necesita %1 %2; hay %3 disponibles.</translation>
    </message>
    <message>
        <source>This home has no storage unit, so there is nothing to report.</source>
        <translation>Esta casa no tiene batería; no hay nada que informar.</translation>
    </message>
    <message>
        <source>The storage contract has not been read yet.</source>
        <translation>El contrato de baterías aún no se ha leído.</translation>
    </message>
    <message>
        <source>%1 calls are waiting already; wait for one of them.</source>
        <translation>Ya hay %1 llamadas en espera; espere a una.</translation>
    </message>
    <message>
        <source>Name the unit whose energy you want: this home has none of its own.</source>
        <translation>Nombre la batería cuya energía quiere: esta casa no tiene una propia.</translation>
    </message>
    <message>
        <source>Say either how much energy or how much ENT, not both.</source>
        <translation>Diga cuánta energía o cuánto ENT, no ambos.</translation>
    </message>
    <message>
        <source>This contract ends a session only by its energy or its time; without a unit what is past its time is given back.</source>
        <translation>Este contrato termina una sesión solo por su energía o su tiempo; sin batería se devuelve lo vencido.</translation>
    </message>
    <message>
        <source>Ask the voters to register the unit.</source>
        <translation>Pida a las votantes que registren la batería.</translation>
    </message>
    <message>
        <source>Name the unit: this home has none of its own.</source>
        <translation>Nombre la batería: esta casa no tiene una propia.</translation>
    </message>
    <message>
        <source>Somebody else has sent a transaction with the storage unit&apos;s key. Reporting has stopped.</source>
        <translation>Alguien más ha enviado una transacción con la clave de la batería. Ya no se informa.</translation>
    </message>
    <message>
        <source>Compare the battery&apos;s display; if it is right, press Report now to take its word.</source>
        <translation>Compare la pantalla de la batería; si es correcta, pulse Informar ahora.</translation>
    </message>
    <message>
        <source>%1 left the battery without a session.</source>
        <translation>%1 salieron de la batería sin sesión.</translation>
    </message>
    <message>
        <source>The unit&apos;s meter has not reported yet.</source>
        <translation>El contador de la batería aún no ha informado.</translation>
    </message>
    <message>
        <source>The unit is not registered: what it counts stays open until the voters register it.</source>
        <translation>La batería no está registrada: lo que cuente queda pendiente hasta que la registren.</translation>
    </message>
    <message>
        <source>A report is under way.</source>
        <translation>Un informe está en camino.</translation>
    </message>
    <message>
        <source>%1 are still to be reported.</source>
        <translation>Faltan %1 por informar.</translation>
    </message>
    <message>
        <source>Everything is reported.</source>
        <translation>Todo está informado.</translation>
    </message>
    <message>
        <source>Ask the voters of the storage market to register it.</source>
        <translation>Pida a las votantes del mercado de baterías que la registren.</translation>
    </message>
    <message>
        <source>The storage unit&apos;s chain account cannot pay for transactions.</source>
        <translation>La cuenta de la batería en la cadena no puede pagar transacciones.</translation>
    </message>
    <message>
        <source>Call your installer: the unit needs another key.</source>
        <translation>Llame a su instalador: la batería necesita otra clave.</translation>
    </message>
    <message>
        <source>Nothing: its energy stays open, and it is tried again by itself. If it goes on, ask the voters of the storage market.</source>
        <translation>Nada: la energía queda pendiente y se reintenta sola. Si sigue, pregunte a las votantes del mercado de baterías.</translation>
    </message>
    <message>
        <source>It waits for the call before it, or for the chain.</source>
        <translation>Espera a la llamada anterior o a la cadena.</translation>
    </message>
    <message>
        <source>Its outcome is being proven.</source>
        <translation>Se está probando su resultado.</translation>
    </message>
    <message>
        <source>It is on its way.</source>
        <translation>Está en camino.</translation>
    </message>
    <message>
        <source>The contract accepted it.</source>
        <translation>El contrato lo aceptó.</translation>
    </message>
    <message>
        <source>The contract refused it: %1.</source>
        <translation>El contrato lo rechazó: %1.</translation>
    </message>
    <message>
        <source>%1 for %2 ENT at a cost of %3 ENT per kWh; a session lasts %4, and what it does not burn comes back.</source>
        <translation>%1 por %2 ENT a %3 ENT por kWh; una sesión dura %4, y lo que no gasta vuelve.</translation>
    </message>
    <message>
        <source>The battery holds %1, as the contract does.</source>
        <translation>La batería tiene %1, igual que el contrato.</translation>
    </message>
    <message>
        <source>No block has been proven yet.</source>
        <translation>Aún no se ha probado ningún bloque.</translation>
    </message>
    <message>
        <source>It could not be read: %1.</source>
        <translation>No se pudo leer: %1.</translation>
    </message>
    <message>
        <source>They could not be read: %1.</source>
        <translation>No se pudieron leer: %1.</translation>
    </message>
    <message>
        <source>Nothing is traded until they agree.</source>
        <translation>No se negocia nada hasta que coincidan.</translation>
    </message>
    <message>
        <source>One device is in the network.</source>
        <translation>Hay un aparato en la red.</translation>
    </message>
    <message>
        <source>%1 devices are in the network.</source>
        <translation>Hay %1 aparatos en la red.</translation>
    </message>
    <message>
        <source>One meter or relay has no role; give it where it is needed.</source>
        <translation>Un contador o relé no tiene función; désela donde haga falta.</translation>
    </message>
    <message>
        <source>%1 meters or relays have no role; give it where it is needed.</source>
        <translation>%1 contadores o relés no tienen función; désela donde haga falta.</translation>
    </message>
    <message>
        <source>One step comes first.</source>
        <translation>Antes queda un paso.</translation>
    </message>
    <message>
        <source>%1 steps come first.</source>
        <translation>Antes quedan %1 pasos.</translation>
    </message>
    <message>
        <source>%1 did not pass: %2.</source>
        <translation>%1 no pasó la prueba: %2.</translation>
    </message>
    <message>
        <source>turned round</source>
        <translation>del revés</translation>
    </message>
    <message>
        <source>wrong scale</source>
        <translation>escala equivocada</translation>
    </message>
    <message>
        <source>one phase</source>
        <translation>una sola fase</translation>
    </message>
    <message>
        <source>not seen</source>
        <translation>no se ve</translation>
    </message>
    <message>
        <source>beyond connection</source>
        <translation>más que la conexión</translation>
    </message>
    <message>
        <source>register wrong</source>
        <translation>registro equivocado</translation>
    </message>
    <message>
        <source>register silent</source>
        <translation>registro parado</translation>
    </message>
    <message>
        <source>unclear</source>
        <translation>sin claridad</translation>
    </message>
    <message>
        <source>no values</source>
        <translation>sin valores</translation>
    </message>
    <message>
        <source>%1 handed the home over to %2.</source>
        <translation>%1 entregó la casa a %2.</translation>
    </message>
    <message>
        <source>%1 handed this home over to %2.</source>
        <translation>%1 entregó esta casa a %2.</translation>
    </message>
    <message>
        <source>A backup has every device of the network.</source>
        <translation>Una copia tiene todos los aparatos de la red.</translation>
    </message>
    <message>
        <source>All meters are devices of the radio.</source>
        <translation>Todos los contadores son aparatos de la radio.</translation>
    </message>
    <message>
        <source>Ask the voters to register %1; with a vote of its own the home can vote.</source>
        <translation>Pida a los votantes que registren %1; con voto propio la casa puede votar.</translation>
    </message>
    <message>
        <source>Bring it nearer or wake it, then ask it again.</source>
        <translation>Acérquelo o despiértelo, y pregúntele otra vez.</translation>
    </message>
    <message>
        <source>Check address, port and certificates; it is tried again by itself.</source>
        <translation>Compruebe dirección, puerto y certificados; se intenta de nuevo solo.</translation>
    </message>
    <message>
        <source>Check the internet connection; it is tried again by itself.</source>
        <translation>Compruebe la conexión a internet; se intenta de nuevo solo.</translation>
    </message>
    <message>
        <source>Connect the box to the internet and wait a minute; let NTP (UDP port 123) pass.</source>
        <translation>Conecte la caja a internet y espere un minuto; deje pasar NTP (puerto UDP 123).</translation>
    </message>
    <message>
        <source>Connected; reports go out.</source>
        <translation>Conectado; los informes salen.</translation>
    </message>
    <message>
        <source>Devices joined after the last backup.</source>
        <translation>Entraron aparatos después de la última copia.</translation>
    </message>
    <message>
        <source>Disk, heat and power are well.</source>
        <translation>Disco, calor y corriente están bien.</translation>
    </message>
    <message>
        <source>The agent finds nothing wrong with the disk.</source>
        <translation>La central no ve nada malo en el disco.</translation>
    </message>
    <message>
        <source>Every meter and relay has its role.</source>
        <translation>Cada contador y relé tiene su función.</translation>
    </message>
    <message>
        <source>Every meter counted a known load rightly.</source>
        <translation>Cada contador contó bien una carga conocida.</translation>
    </message>
    <message>
        <source>Every relay confirmed to be on and to be off.</source>
        <translation>Cada relé confirmó encendido y apagado.</translation>
    </message>
    <message>
        <source>Everything works; nobody has taken the home over yet.</source>
        <translation>Todo funciona; nadie ha recibido aún la casa.</translation>
    </message>
    <message>
        <source>First give a meter its role.</source>
        <translation>Primero dé su función a un contador.</translation>
    </message>
    <message>
        <source>First make the request.</source>
        <translation>Primero haga la solicitud.</translation>
    </message>
    <message>
        <source>Followed live, block %1 is proven.</source>
        <translation>Se sigue en directo, el bloque %1 está probado.</translation>
    </message>
    <message>
        <source>Form a new network; where this home has a backup, restore that instead.</source>
        <translation>Forme una red nueva; si esta casa tiene una copia, restáurela.</translation>
    </message>
    <message>
        <source>Give the meter at the grid connection the role grid.</source>
        <translation>Dé al contador de la conexión la función red.</translation>
    </message>
    <message>
        <source>It is set.</source>
        <translation>Está puesto.</translation>
    </message>
    <message>
        <source>It is switched on by taking the operator&apos;s answer; then start the agent again.</source>
        <translation>Se enciende al recibir la respuesta del operador; después reinicie la central.</translation>
    </message>
    <message>
        <source>Let the household choose a PIN; the screen asks for it before it changes anything.</source>
        <translation>Deje que el hogar elija un PIN; la pantalla lo pide antes de cambiar algo.</translation>
    </message>
    <message>
        <source>Let the meter in with the code that is printed on it.</source>
        <translation>Deje entrar al contador con el código impreso en él.</translation>
    </message>
    <message>
        <source>Look at cable, read head and port; the probe says what is on the line.</source>
        <translation>Mire cable, cabezal y puerto; la sonda dice qué hay en la línea.</translation>
    </message>
    <message>
        <source>Make the keys and show the request to the operator: it needs the one-time code.</source>
        <translation>Haga las claves y muestre la solicitud al operador: necesita el código de un solo uso.</translation>
    </message>
    <message>
        <source>No PIN is set.</source>
        <translation>No hay PIN.</translation>
    </message>
    <message>
        <source>No backup has been written.</source>
        <translation>No se ha escrito ninguna copia.</translation>
    </message>
    <message>
        <source>No battery takes part in the storage market.</source>
        <translation>Ninguna batería participa en el mercado de almacenamiento.</translation>
    </message>
    <message>
        <source>No device is in the network yet.</source>
        <translation>Aún no hay aparatos en la red.</translation>
    </message>
    <message>
        <source>No meter counts what is drawn from the grid; without it nothing is traded.</source>
        <translation>Ningún contador cuenta lo que se toma de la red; sin él no se comercia.</translation>
    </message>
    <message>
        <source>No request has been made here.</source>
        <translation>Aquí no se ha hecho ninguna solicitud.</translation>
    </message>
    <message>
        <source>Nobody has looked at them.</source>
        <translation>Nadie los ha mirado.</translation>
    </message>
    <message>
        <source>Not checked: %1.</source>
        <translation>Sin probar: %1.</translation>
    </message>
    <message>
        <source>Not heard of: %1.</source>
        <translation>Sin noticias de: %1.</translation>
    </message>
    <message>
        <source>Not proven on the chain yet.</source>
        <translation>Aún no probado en la cadena.</translation>
    </message>
    <message>
        <source>Not read from the chain yet.</source>
        <translation>Aún no leído de la cadena.</translation>
    </message>
    <message>
        <source>Not ready yet: %1.</source>
        <translation>Aún no listo: %1.</translation>
    </message>
    <message>
        <source>Not seen on and off: %1.</source>
        <translation>Sin ver encendido y apagado: %1.</translation>
    </message>
    <message>
        <source>Plug in the stick of this home, or restore the home&apos;s backup onto this one.</source>
        <translation>Conecte el adaptador de esta casa, o restaure su copia en este.</translation>
    </message>
    <message>
        <source>Plug the right stick in, or name its port in the settings; it is tried again by itself.</source>
        <translation>Conecte el adaptador correcto, o nombre su puerto en los ajustes; se intenta de nuevo solo.</translation>
    </message>
    <message>
        <source>Put it right as the check said, then check it again.</source>
        <translation>Corríjalo como dijo la prueba, y pruebe otra vez.</translation>
    </message>
    <message>
        <source>See that it has power and is near enough, or exchange it.</source>
        <translation>Vea que tenga corriente y esté cerca, o cámbielo.</translation>
    </message>
    <message>
        <source>Silent: %1.</source>
        <translation>En silencio: %1.</translation>
    </message>
    <message>
        <source>Start the agent.</source>
        <translation>Arranque la central.</translation>
    </message>
    <message>
        <source>Switch a load of known power on while the meter is watched: sign and scale show.</source>
        <translation>Encienda una carga de potencia conocida mientras se observa el contador: se ven signo y escala.</translation>
    </message>
    <message>
        <source>Switch each on and off and look at the load; a relay waits for its shortest times. Go on with other steps meanwhile.</source>
        <translation>Encienda y apague cada uno y mire la carga; un relé espera sus tiempos mínimos. Siga entretanto con otros pasos.</translation>
    </message>
    <message>
        <source>Take the operator&apos;s answer as soon as it is there; go on with other steps meanwhile.</source>
        <translation>Reciba la respuesta del operador en cuanto llegue; siga entretanto con otros pasos.</translation>
    </message>
    <message>
        <source>The agent does not run.</source>
        <translation>La central no funciona.</translation>
    </message>
    <message>
        <source>The agent has to run first.</source>
        <translation>Primero debe funcionar la central.</translation>
    </message>
    <message>
        <source>The agent is in its safe mode.</source>
        <translation>La central está en modo seguro.</translation>
    </message>
    <message>
        <source>The agent runs with the broker switched off.</source>
        <translation>La central funciona con el intermediario apagado.</translation>
    </message>
    <message>
        <source>The agent runs.</source>
        <translation>La central funciona.</translation>
    </message>
    <message>
        <source>The chain proves that this home is a member.</source>
        <translation>La cadena prueba que esta casa es miembro.</translation>
    </message>
    <message>
        <source>The clock is set.</source>
        <translation>El reloj está en hora.</translation>
    </message>
    <message>
        <source>The keys are made, and the operator has been asked or can be.</source>
        <translation>Las claves están hechas, y el operador ha sido preguntado o puede serlo.</translation>
    </message>
    <message>
        <source>The keys of %1 are there.</source>
        <translation>Las claves de %1 están.</translation>
    </message>
    <message>
        <source>The meters on serial lines say what they count.</source>
        <translation>Los contadores en líneas serie dicen qué cuentan.</translation>
    </message>
    <message>
        <source>The operator&apos;s answer is not here yet.</source>
        <translation>La respuesta del operador aún no está.</translation>
    </message>
    <message>
        <source>The settings are right.</source>
        <translation>Los ajustes son correctos.</translation>
    </message>
    <message>
        <source>The settings name no radio.</source>
        <translation>Los ajustes no nombran ninguna radio.</translation>
    </message>
    <message>
        <source>The settings name the meters; no device joined.</source>
        <translation>Los ajustes nombran los contadores; no entró ningún aparato.</translation>
    </message>
    <message>
        <source>The settings say which meter counts what.</source>
        <translation>Los ajustes dicen qué cuenta cada contador.</translation>
    </message>
    <message>
        <source>The unit is not registered in the storage market.</source>
        <translation>La unidad no está registrada en el mercado de almacenamiento.</translation>
    </message>
    <message>
        <source>The unit is registered.</source>
        <translation>La unidad está registrada.</translation>
    </message>
    <message>
        <source>The grid meter says %1 Wh drawn, %2 Wh given.</source>
        <translation>El contador de la red dice %1 Wh tomados, %2 Wh dados.</translation>
    </message>
    <message>
        <source>The generation meter says %1 Wh drawn, %2 Wh given.</source>
        <translation>El contador de generación dice %1 Wh tomados, %2 Wh dados.</translation>
    </message>
    <message>
        <source>The storage meter says %1 Wh drawn, %2 Wh given.</source>
        <translation>El contador de la batería dice %1 Wh tomados, %2 Wh dados.</translation>
    </message>
    <message>
        <source>Compare with their displays.</source>
        <translation>Compare con sus pantallas.</translation>
    </message>
    <message>
        <source>This home is a member already.</source>
        <translation>Esta casa ya es miembro.</translation>
    </message>
    <message>
        <source>This home only consumes; it has no unit.</source>
        <translation>Esta casa solo consume; no tiene unidad.</translation>
    </message>
    <message>
        <source>Turn its sign round in the settings (or the clamp on its wire), then check again.</source>
        <translation>Invierta su signo en los ajustes (o la pinza en su cable), y pruebe otra vez.</translation>
    </message>
    <message>
        <source>Wait a moment.</source>
        <translation>Espere un momento.</translation>
    </message>
    <message>
        <source>Wait until the chain is followed; else ask the operator.</source>
        <translation>Espere a que se siga la cadena; si no, pregunte al operador.</translation>
    </message>
    <message>
        <source>Write a sealed backup once the last device is in; keep its passphrase apart from it.</source>
        <translation>Escriba una copia sellada cuando entre el último aparato; guarde su contraseña aparte.</translation>
    </message>
    <message>
        <source>Write the acceptance report, look through it together and hand the home over.</source>
        <translation>Escriba el informe de aceptación, revísenlo juntos y entregue la casa.</translation>
    </message>
    <message>
        <source>Not yet: %1: %2 The checklist says what to do.</source>
        <translation>Aún no: %1: %2 La lista dice qué hacer.</translation>
    </message>
    <message>
        <source>The radio works.</source>
        <translation>La radio funciona.</translation>
    </message>
    <message>
        <source>The radio works on channel %1.</source>
        <translation>La radio funciona en el canal %1.</translation>
    </message>
    <message>
        <source>There is no radio.</source>
        <translation>No hay radio.</translation>
    </message>
    <message>
        <source>There is no relay with a role.</source>
        <translation>No hay ningún relé con función.</translation>
    </message>
    <message>
        <source>Without a radio there is no network to keep.</source>
        <translation>Sin radio no hay red que guardar.</translation>
    </message>
    <message>
        <source>%1 MiB are free.</source>
        <translation>Quedan %1 MiB libres.</translation>
    </message>
    <message>
        <source>%1 answers.</source>
        <translation>%1 responde.</translation>
    </message>
    <message>
        <source>%1 becomes full: %2 MiB are left.</source>
        <translation>%1 se llena: quedan %2 MiB.</translation>
    </message>
    <message>
        <source>%1 belongs to chain %2, the market to %3.</source>
        <translation>%1 pertenece a la cadena %2, el mercado a la %3.</translation>
    </message>
    <message>
        <source>%1 cannot be written to: the card may be at its end.</source>
        <translation>No se puede escribir en %1: quizá la tarjeta está gastada.</translation>
    </message>
    <message>
        <source>%1 could not be read: %2.</source>
        <translation>No se pudo leer %1: %2.</translation>
    </message>
    <message>
        <source>%1 does not answer: %2.</source>
        <translation>%1 no responde: %2.</translation>
    </message>
    <message>
        <source>%1 is %2 blocks behind the others.</source>
        <translation>%1 va %2 bloques por detrás de los demás.</translation>
    </message>
    <message>
        <source>%1 is at block %2.</source>
        <translation>%1 está en el bloque %2.</translation>
    </message>
    <message>
        <source>%1 is full: %2 MiB are left.</source>
        <translation>%1 está lleno: quedan %2 MiB.</translation>
    </message>
    <message>
        <source>%1 is right.</source>
        <translation>%1 es correcto.</translation>
    </message>
    <message>
        <source>%1 reports wait for the operator&apos;s receipt.</source>
        <translation>%1 informes esperan el recibo del operador.</translation>
    </message>
    <message>
        <source>%1 serial devices are plugged in; %2 may be either.</source>
        <translation>Hay %1 aparatos serie conectados; %2 puede ser cualquiera.</translation>
    </message>
    <message>
        <source>%1: %2 is not there.</source>
        <translation>%1: %2 no está.</translation>
    </message>
    <message>
        <source>The ZigBee stick</source>
        <translation>El adaptador ZigBee</translation>
    </message>
    <message>
        <source>%1: %2 is there, but the agent&apos;s user may not open it.</source>
        <translation>%1: %2 está, pero el usuario dla central no puede abrirlo.</translation>
    </message>
    <message>
        <source>%1: %2 is there.</source>
        <translation>%1: %2 está.</translation>
    </message>
    <message>
        <source>%1: %2 may be read by others (mode %3).</source>
        <translation>%1: otros pueden leer %2 (modo %3).</translation>
    </message>
    <message>
        <source>The broker %1 cannot be used: %2.</source>
        <translation>El intermediario %1 no se puede usar: %2.</translation>
    </message>
    <message>
        <source>%1: for its owner only.</source>
        <translation>%1: solo para su dueño.</translation>
    </message>
    <message>
        <source>%1: hidden from you, as it should be.</source>
        <translation>%1: oculto para usted, como debe ser.</translation>
    </message>
    <message>
        <source>A web page answers in the place of %1: this network asks for a log-in.</source>
        <translation>Una página web responde en lugar de %1: esta red pide iniciar sesión.</translation>
    </message>
    <message>
        <source>Ask the operator for a new one.</source>
        <translation>Pida uno nuevo al operador.</translation>
    </message>
    <message>
        <source>Check the internet connection.</source>
        <translation>Compruebe la conexión a internet.</translation>
    </message>
    <message>
        <source>Check the internet connection; if others answer, tell the node&apos;s operator.</source>
        <translation>Compruebe la conexión a internet; si otros responden, avise al operador del nodo.</translation>
    </message>
    <message>
        <source>Check the path, or run this as root or as a member of the installers&apos; group.</source>
        <translation>Compruebe la ruta, o ejecute esto como root o como miembro del grupo de instaladores.</translation>
    </message>
    <message>
        <source>Connect the box to the internet; the time comes from there.</source>
        <translation>Conecte la caja a internet; la hora viene de allí.</translation>
    </message>
    <message>
        <source>Correct it in %1.</source>
        <translation>Corríjalo en %1.</translation>
    </message>
    <message>
        <source>End what else runs on this box.</source>
        <translation>Cierre lo demás que funcione en esta caja.</translation>
    </message>
    <message>
        <source>Give it air, or a heat sink: it slows itself down.</source>
        <translation>Dele aire o un disipador: se frena solo.</translation>
    </message>
    <message>
        <source>Give it air.</source>
        <translation>Dele aire.</translation>
    </message>
    <message>
        <source>Look at it under Devices.</source>
        <translation>Mírelo en Aparatos.</translation>
    </message>
    <message>
        <source>Make it again during commissioning, or put it back from the backup.</source>
        <translation>Hágalo de nuevo en la puesta en marcha, o recupérelo de la copia.</translation>
    </message>
    <message>
        <source>Make room, or put in a larger card.</source>
        <translation>Haga sitio, o ponga una tarjeta mayor.</translation>
    </message>
    <message>
        <source>Name a node of the market&apos;s chain.</source>
        <translation>Nombre un nodo de la cadena del mercado.</translation>
    </message>
    <message>
        <source>Name a second one, of another owner.</source>
        <translation>Nombre un segundo, de otro dueño.</translation>
    </message>
    <message>
        <source>No meter is connected.</source>
        <translation>No hay ningún contador conectado.</translation>
    </message>
    <message>
        <source>No node of the chain answers, so nothing can be traded.</source>
        <translation>Ningún nodo de la cadena responde, así que no se puede comerciar.</translation>
    </message>
    <message>
        <source>Nothing, if it falls within an hour.</source>
        <translation>Nada, si baja en una hora.</translation>
    </message>
    <message>
        <source>Only %1 MiB of memory are free.</source>
        <translation>Solo quedan %1 MiB de memoria libre.</translation>
    </message>
    <message>
        <source>Only one node is named: when it is away, trading stops.</source>
        <translation>Solo se nombra un nodo: si falta, el comercio para.</translation>
    </message>
    <message>
        <source>Open any page with a phone in the same network and log in, or use a cable.</source>
        <translation>Abra cualquier página con un teléfono en la misma red e inicie sesión, o use un cable.</translation>
    </message>
    <message>
        <source>Our certificate for %1 expires in %2 days.</source>
        <translation>Nuestro certificado para %1 caduca en %2 días.</translation>
    </message>
    <message>
        <source>Our certificate for %1 has expired.</source>
        <translation>Nuestro certificado para %1 ha caducado.</translation>
    </message>
    <message>
        <source>Plug it in, or name another in the settings: %1.</source>
        <translation>Conéctelo, o nombre otro en los ajustes: %1.</translation>
    </message>
    <message>
        <source>Plug it in. No serial device is connected at all; try another USB socket or cable.</source>
        <translation>Conéctelo. No hay ningún aparato serie; pruebe otro puerto USB u otro cable.</translation>
    </message>
    <message>
        <source>Put the user gridhearth into the group dialout.</source>
        <translation>Ponga al usuario gridhearth en el grupo dialout.</translation>
    </message>
    <message>
        <source>Replace the card, then restore the backup.</source>
        <translation>Cambie la tarjeta y restaure la copia.</translation>
    </message>
    <message>
        <source>Reports are kept meanwhile. Check the address, the port and the certificates.</source>
        <translation>Los informes se guardan entretanto. Compruebe la dirección, el puerto y los certificados.</translation>
    </message>
    <message>
        <source>Tell the node&apos;s operator.</source>
        <translation>Avise al operador del nodo.</translation>
    </message>
    <message>
        <source>The agent does not answer.</source>
        <translation>La central no responde.</translation>
    </message>
    <message>
        <source>The clock was never set since the power came.</source>
        <translation>El reloj no se ha puesto en hora desde que llegó la corriente.</translation>
    </message>
    <message>
        <source>The processor is at %1.</source>
        <translation>El procesador está a %1.</translation>
    </message>
    <message>
        <source>The time service has not set the clock yet, so nothing is traded.</source>
        <translation>El servicio de hora aún no ha puesto el reloj, así que no se comercia.</translation>
    </message>
    <message>
        <source>The time service has set the clock.</source>
        <translation>El servicio de hora ha puesto el reloj.</translation>
    </message>
    <message>
        <source>The voltage is too low now.</source>
        <translation>La tensión es demasiado baja ahora.</translation>
    </message>
    <message>
        <source>The voltage was too low at least once since the power came.</source>
        <translation>La tensión fue demasiado baja al menos una vez desde que llegó la corriente.</translation>
    </message>
    <message>
        <source>Unplug the other one, or name the right one: %1.</source>
        <translation>Desconecte el otro, o nombre el correcto: %1.</translation>
    </message>
    <message>
        <source>Use the power supply that belongs to this Pi, and a short cable.</source>
        <translation>Use la fuente que corresponde a esta Pi, y un cable corto.</translation>
    </message>
    <message>
        <source>Wait a minute; if it stays, let the network pass NTP (UDP port 123).</source>
        <translation>Espere un minuto; si sigue, deje pasar NTP (puerto UDP 123) por la red.</translation>
    </message>
    <message>
        <source>%1 The clock was never set (it is before 2025 for this box): no certificate can be checked until the time service (NTP, UDP port 123) is reached.</source>
        <translation>%1 El reloj nunca se puso en hora (para esta caja es antes de 2025): no se puede comprobar ningún certificado hasta llegar al servicio de hora (NTP, puerto UDP 123).</translation>
    </message>
    <message>
        <source>Check the box&apos;s internet connection; or show the operator the request on the screen.</source>
        <translation>Compruebe la conexión a internet dla caja; o muestre al operador la solicitud en la pantalla.</translation>
    </message>
    <message>
        <source>The keys and the request are being made.</source>
        <translation>Se están haciendo las claves y la solicitud.</translation>
    </message>
    <message>
        <source>The operator has to see the same number; then wait, the answer is fetched by itself.</source>
        <translation>El operador debe ver el mismo número; después espere, la respuesta se recoge sola.</translation>
    </message>
    <message>
        <source>The operator let this box in.</source>
        <translation>El operador admitió esta caja.</translation>
    </message>
    <message>
        <source>The operator refused this box: %1</source>
        <translation>El operador rechazó esta caja: %1</translation>
    </message>
    <message>
        <source>The operator&apos;s answer is here and is being taken.</source>
        <translation>La respuesta del operador está aquí y se está aplicando.</translation>
    </message>
    <message>
        <source>The request could not be sent yet.</source>
        <translation>La solicitud aún no se pudo enviar.</translation>
    </message>
    <message>
        <source>The request is made; the operator&apos;s answer is not here yet.</source>
        <translation>La solicitud está hecha; la respuesta del operador aún no está.</translation>
    </message>
    <message>
        <source>This box has not asked to join a market.</source>
        <translation>Esta caja no ha pedido entrar en un mercado.</translation>
    </message>
    <message>
        <source>Wait a moment; it goes on by itself.</source>
        <translation>Espere un momento; sigue solo.</translation>
    </message>
    <message>
        <source>Ask the operator for a new code, then: %1</source>
        <translation>Pida un código nuevo al operador, y después: %1</translation>
    </message>
    <message>
        <source>Ask the operator for a one-time code, then: %1</source>
        <translation>Pida un código de un solo uso al operador, y después: %1</translation>
    </message>
    <message>
        <source>The address %1 is not 16 hexadecimal digits.</source>
        <translation>La dirección %1 no tiene 16 cifras hexadecimales.</translation>
    </message>
    <message>
        <source>The address %1 is that of no device.</source>
        <translation>La dirección %1 no es de ningún aparato.</translation>
    </message>
    <message>
        <source>The checksum %1 does not fit the digits before it: one digit or more is wrong. Compare 0 with D, 8 with B and 1 with 7.</source>
        <translation>La suma %1 no encaja con las cifras anteriores: una o más están mal. Compare 0 con D, 8 con B y 1 con 7.</translation>
    </message>
    <message>
        <source>The code has %1 digits; allowed: %2.</source>
        <translation>El código tiene %1 cifras; permitido: %2.</translation>
    </message>
    <message>
        <source>The code has characters that are no digits (%1); allowed: %2.</source>
        <translation>El código tiene caracteres que no son cifras (%1); permitido: %2.</translation>
    </message>
    <message>
        <source>The device&apos;s address is missing: 16 hexadecimal digits, on the label too.</source>
        <translation>Falta la dirección del aparato: 16 cifras hexadecimales, también en la etiqueta.</translation>
    </message>
    <message>
        <source>The label is of device %1, not of %2.</source>
        <translation>La etiqueta es del aparato %1, no de %2.</translation>
    </message>
    <message>
        <source>Remove what does not belong on this card, or call your installer for a larger one.</source>
        <translation>Quite lo que no corresponde a esta tarjeta, o pida una mayor a su instalador.</translation>
    </message>
    <message>
        <source>The disk is almost full: what was begun is finished, nothing new is ordered.</source>
        <translation>El disco está casi lleno: lo empezado se termina, no se pide nada nuevo.</translation>
    </message>
    <message>
        <source>The disk is full or cannot be written: nothing is signed any more.</source>
        <translation>El disco está lleno o no se puede escribir: ya no se firma nada.</translation>
    </message>
    <message>
        <source>Look at what it said (journalctl -u gridhearth), then: gridhearth resume.</source>
        <translation>Mire lo que dijo (journalctl -u gridhearth), y después: gridhearth resume.</translation>
    </message>
    <message>
        <source>The agent broke down again and again; it decides nothing until somebody lets it go on.</source>
        <translation>La central se cayó una y otra vez; no decide nada hasta que alguien la deje seguir.</translation>
    </message>
    <message>
        <source>Run: gridhearth config check. Correct what it names, then restart the service.</source>
        <translation>Ejecute: gridhearth config check. Corrija lo que nombra y reinicie el servicio.</translation>
    </message>
    <message>
        <source>The settings that worked last have another %1: they are not used.</source>
        <translation>Los últimos ajustes que funcionaron tienen otro: %1; no se usan.</translation>
    </message>
    <message>
        <source>A vote for a parameter names the parameter and its value, and no address.</source>
        <translation>Un voto por un parámetro nombra el parámetro y su valor, y ninguna dirección.</translation>
    </message>
    <message>
        <source>A vote for a person names the address, and no parameter.</source>
        <translation>Un voto por una persona nombra la dirección, y ningún parámetro.</translation>
    </message>
    <message>
        <source>Nothing is done at the storage contract: %1.</source>
        <translation>No se hace nada en el contrato de almacenamiento: %1.</translation>
    </message>
    <message>
        <source>The same is under way already; its outcome shows within some blocks.</source>
        <translation>Lo mismo ya está en camino; su resultado se ve en unos bloques.</translation>
    </message>
    <message>
        <source>This home has no vote in the storage contract.</source>
        <translation>Esta casa no tiene voto en el contrato de almacenamiento.</translation>
    </message>
    <message>
        <source>A report of energy into the battery was not accepted %1 time(s): %2.</source>
        <translation>Un informe de energía hacia la batería no se aceptó %1 vez/veces: %2.</translation>
    </message>
    <message>
        <source>A report of energy out of the battery was not accepted %1 time(s): %2.</source>
        <translation>Un informe de energía desde la batería no se aceptó %1 vez/veces: %2.</translation>
    </message>
    <message>
        <source>A report of energy in it was not accepted %1 time(s): %2.</source>
        <translation>Un informe de la energía que hay no se aceptó %1 vez/veces: %2.</translation>
    </message>
    <message>
        <source>If the meter was exchanged or reset, your installer confirms it (device.assign with replace); otherwise the energy comes back by itself.</source>
        <translation>Si el contador se cambió o se reinició, su instalador lo confirma (device.assign con replace); si no, la energía vuelve sola.</translation>
    </message>
    <message>
        <source>Nothing is reported: the storage contract is not what the settings say.</source>
        <translation>No se informa nada: el contrato de almacenamiento no es lo que dicen los ajustes.</translation>
    </message>
    <message>
        <source>The register of the storage unit&apos;s meter %1. Nothing is reported from it.</source>
        <translation>El registro del contador de la unidad %1. No se informa nada de él.</translation>
    </message>
    <message>
        <source>ran backwards (was it reset, or exchanged?)</source>
        <translation>fue hacia atrás (¿se reinició o se cambió?)</translation>
    </message>
    <message>
        <source>jumped further than the battery can have moved</source>
        <translation>saltó más de lo que la batería pudo mover</translation>
    </message>
    <message>
        <source>is none that a meter can have</source>
        <translation>no es uno que un contador pueda tener</translation>
    </message>
    <message>
        <source>said two things at once</source>
        <translation>dijo dos cosas a la vez</translation>
    </message>
    <message>
        <source>is not believed</source>
        <translation>no se cree</translation>
    </message>
    <message>
        <source>The storage contract %1 is not what the settings say: %2.</source>
        <translation>El contrato de almacenamiento %1 no es lo que dicen los ajustes: %2.</translation>
    </message>
    <message>
        <source>Nothing is done there; the auction goes on.</source>
        <translation>Allí no se hace nada; la subasta sigue.</translation>
    </message>
    <message>
        <source>This was found %1 times.</source>
        <translation>Se encontró %1 veces.</translation>
    </message>
    <message>
        <source>Compare contract, dialect and code_hash under [storage] with what the storage market&apos;s voters publish, correct them, and start the agent again.</source>
        <translation>Compare contract, dialect y code_hash en [storage] con lo que publican los votantes del mercado de almacenamiento, corríjalos y reinicie la central.</translation>
    </message>
    <message>
        <source>The storage unit is not registered, or was removed by a vote; nothing is lost: what it counts stays open.</source>
        <translation>La unidad no está registrada, o se quitó por votación; nada se pierde: lo que cuenta queda pendiente.</translation>
    </message>
    <message>
        <source>%1 was accepted.</source>
        <translation>%1 se aceptó.</translation>
    </message>
    <message>
        <source>This contract&apos;s reader cannot read it yet.</source>
        <translation>El lector de este contrato aún no puede leerlo.</translation>
    </message>
    <message>
        <source>This home takes no part in a storage market: its settings have no [storage] table. Add it, and start the agent again.</source>
        <translation>Esta casa no participa en un mercado de almacenamiento: sus ajustes no tienen la tabla [storage]. Añádala y reinicie la central.</translation>
    </message>
    <message>
        <source>It was restored from a backup: what waited then is not sent again.</source>
        <translation>Se restauró de una copia: lo que esperaba entonces no se envía de nuevo.</translation>
    </message>
    <message>
        <source>This home was restored from a backup; it trades again after %1.</source>
        <translation>Esta casa se restauró de una copia; vuelve a comerciar después de %1.</translation>
    </message>
    <message>
        <source>Check the internet connection and that the nodes are right; it is tried again by itself.</source>
        <translation>Compruebe la conexión a internet y que los nodos sean correctos; se intenta de nuevo solo.</translation>
    </message>
    <message>
        <source>Encrypt the key as docs/configuration.md says, then start the agent again.</source>
        <translation>Cifre la clave como dice docs/configuration.md y reinicie la central.</translation>
    </message>
    <message>
        <source>Joining makes the keys; with a code on the card by itself, else: %1</source>
        <translation>El ingreso hace las claves; con un código en la tarjeta, solo; si no: %1</translation>
    </message>
    <message>
        <source>Put the market&apos;s network file there; the operator hands it out.</source>
        <translation>Ponga allí el fichero de red del mercado; lo da el operador.</translation>
    </message>
    <message>
        <source>The chain has not proven the market&apos;s times yet: this home has never been connected.</source>
        <translation>La cadena aún no ha probado los tiempos del mercado: esta casa nunca estuvo conectada.</translation>
    </message>
    <message>
        <source>The market&apos;s network file %1 is not here yet.</source>
        <translation>El fichero de red %1 del mercado aún no está.</translation>
    </message>
    <message>
        <source>This box has no keys yet (%1).</source>
        <translation>Esta caja aún no tiene claves (%1).</translation>
    </message>
    <message>
        <source>The radio is starting.</source>
        <translation>La radio está arrancando.</translation>
    </message>
    <message>
        <source>The radio is stopped.</source>
        <translation>La radio está parada.</translation>
    </message>
    <message>
        <source>The radio is up.</source>
        <translation>La radio está en marcha.</translation>
    </message>
    <message>
        <source>The radio&apos;s driver failed.</source>
        <translation>El controlador de la radio falló.</translation>
    </message>
    <message>
        <source>The stick did not answer; the radio is built anew.</source>
        <translation>El adaptador no respondió; la radio se rehace.</translation>
    </message>
    <message>
        <source>The stick does not answer every command.</source>
        <translation>El adaptador no responde a todas las órdenes.</translation>
    </message>
    <message>
        <source>The stick has another network than the one of this home: put the right stick in, or restore this home&apos;s backup onto it.</source>
        <translation>El adaptador tiene otra red que la de esta casa: ponga el correcto, o restaure en él la copia de esta casa.</translation>
    </message>
    <message>
        <source>The stick has lost the network of this home: restore the backup, or form a new one and pair every device again.</source>
        <translation>El adaptador ha perdido la red de esta casa: restaure la copia, o forme una nueva y empareje todo otra vez.</translation>
    </message>
    <message>
        <source>The stick has no network yet: form one, or restore a backup.</source>
        <translation>El adaptador aún no tiene red: forme una, o restaure una copia.</translation>
    </message>
    <message>
        <source>The stick was lost: %1.</source>
        <translation>Se perdió el adaptador: %1.</translation>
    </message>
    <message>
        <source>It could not be set up yet (%1).</source>
        <translation>Aún no se pudo configurar (%1).</translation>
    </message>
    <message>
        <source>It has neither a meter nor a relay that could be used.</source>
        <translation>No tiene ni contador ni relé que se pueda usar.</translation>
    </message>
    <message>
        <source>It speaks a maker&apos;s own language (Tuya datapoints) that no profile here explains.</source>
        <translation>Habla el lenguaje propio de un fabricante (puntos de datos Tuya) que ningún perfil explica aquí.</translation>
    </message>
    <message>
        <source>It did not answer; what was known of it still holds.</source>
        <translation>No respondió; lo que se sabía de él sigue valiendo.</translation>
    </message>
    <message>
        <source>It did not say what it is; it is asked again in %1 s.</source>
        <translation>No dijo qué es; se le pregunta de nuevo en %1 s.</translation>
    </message>
    <message>
        <source>It is a %1; it is set up.</source>
        <translation>Es un %1; se configura.</translation>
    </message>
    <message>
        <source>It is asked what it is.</source>
        <translation>Se le pregunta qué es.</translation>
    </message>
    <message>
        <source>It is ready.</source>
        <translation>Está listo.</translation>
    </message>
    <message>
        <source>It joined the network.</source>
        <translation>Entró en la red.</translation>
    </message>
    <message>
        <source>It left the network.</source>
        <translation>Dejó la red.</translation>
    </message>
    <message>
        <source>It was not expected, and was sent away.</source>
        <translation>No se le esperaba, y fue expulsado.</translation>
    </message>
    <message>
        <source>It was removed from the network.</source>
        <translation>Se quitó de la red.</translation>
    </message>
    <message>
        <source>It has not been read yet.</source>
        <translation>Aún no se ha leído.</translation>
    </message>
    <message>
        <source>It has not said anything for too long; the last registers still hold.</source>
        <translation>Lleva demasiado sin decir nada; valen los últimos registros.</translation>
    </message>
    <message>
        <source>It sent a register that cannot be.</source>
        <translation>Envió un registro que no puede ser.</translation>
    </message>
    <message>
        <source>Its register fell; it is watched before it is believed.</source>
        <translation>Su registro bajó; se observa antes de creerlo.</translation>
    </message>
    <message>
        <source>Its register jumped further than the connection can carry; it is watched before it is believed.</source>
        <translation>Su registro saltó más de lo que la conexión puede llevar; se observa antes de creerlo.</translation>
    </message>
    <message>
        <source>The first register was read; a second one has to agree before it counts.</source>
        <translation>Se leyó el primer registro; un segundo debe coincidir antes de que cuente.</translation>
    </message>
    <message>
        <source>Demand says %1 W and active power %2 W: one is scaled %3 times too large.</source>
        <translation>La demanda dice %1 W y la potencia activa %2 W: una es %3 veces demasiado grande.</translation>
    </message>
    <message>
        <source>Demand says %1 W and active power %2 W: one of them has a wrong sign.</source>
        <translation>La demanda dice %1 W y la potencia activa %2 W: una tiene mal el signo.</translation>
    </message>
    <message>
        <source>Only %1 of 3 phases gave a power; no total is known.</source>
        <translation>Solo %1 de 3 fases dieron potencia; no se conoce el total.</translation>
    </message>
    <message>
        <source>Its position after a power cut could not be set: %1.</source>
        <translation>No se pudo fijar su posición tras un corte de luz: %1.</translation>
    </message>
    <message>
        <source>Its position after a power cut is its own choice (no StartUpOnOff).</source>
        <translation>Su posición tras un corte de luz la elige él mismo (sin StartUpOnOff).</translation>
    </message>
    <message>
        <source>It does not report %1 of cluster %2; that is polled.</source>
        <translation>No informa de %1 del clúster %2; se le pregunta.</translation>
    </message>
    <message>
        <source>Its reports (cluster %1) could not be set up: %2.</source>
        <translation>No se pudieron configurar sus informes (clúster %1): %2.</translation>
    </message>
    <message>
        <source>The device does not say the scale of its %1; %2/%3 from profile %4 was assumed.</source>
        <translation>El aparato no dice la escala (%1); se supuso %2/%3 del perfil %4.</translation>
    </message>
    <message>
        <source>The device hides the scale of its %1 (%2): the numbers may be 10, 100 or 1 000 times too large, so they are not used. A profile with its scale would help.</source>
        <translation>El aparato oculta la escala (%1; %2): los números pueden ser 10, 100 o 1 000 veces demasiado grandes, así que no se usan. Un perfil con su escala ayudaría.</translation>
    </message>
    <message>
        <source>Datapoint %1 held no register (%2).</source>
        <translation>El punto de datos %1 no tenía registro (%2).</translation>
    </message>
    <message>
        <source>Datapoint %1 was not eight packed bytes.</source>
        <translation>El punto de datos %1 no eran ocho bytes empaquetados.</translation>
    </message>
    <message>
        <source>It has sent no energy register yet; power alone cannot be settled.</source>
        <translation>Aún no ha enviado registro de energía; la potencia sola no se puede liquidar.</translation>
    </message>
    <message>
        <source>Its power has no sign: it cannot tell drawing from giving; its registers can.</source>
        <translation>Su potencia no tiene signo: no distingue tomar de dar; sus registros sí.</translation>
    </message>
    <message>
        <source>Register %1 was below zero (%2); not used.</source>
        <translation>El registro %1 estaba bajo cero (%2); no se usa.</translation>
    </message>
    <message>
        <source>The %1 register was below zero; not used.</source>
        <translation>El registro (%1) estaba bajo cero; no se usa.</translation>
    </message>
    <message>
        <source>The device does not say its unit; kWh was assumed.</source>
        <translation>El aparato no dice su unidad; se supuso kWh.</translation>
    </message>
    <message>
        <source>The report of %1 into the battery</source>
        <translation>El informe de %1 hacia la batería</translation>
    </message>
    <message>
        <source>The report of %1 out of the battery</source>
        <translation>El informe de %1 desde la batería</translation>
    </message>
    <message>
        <source>The report that the battery holds %1</source>
        <translation>El informe de que la batería tiene %1</translation>
    </message>
    <message>
        <source>%1: its outcome is being proven.</source>
        <translation>%1: su resultado se está probando.</translation>
    </message>
    <message>
        <source>%1 is on its way.</source>
        <translation>%1 está en camino.</translation>
    </message>
    <message>
        <source>%1 is being signed.</source>
        <translation>%1 se está firmando.</translation>
    </message>
    <message>
        <source>%1 was refused: %2.</source>
        <translation>%1 fue rechazado: %2.</translation>
    </message>
    <message>
        <source>%1 was not carried out: %2.</source>
        <translation>%1 no se ejecutó: %2.</translation>
    </message>
    <message>
        <source>the call could not be carried out</source>
        <translation>la llamada no se pudo ejecutar</translation>
    </message>
    <message>
        <source>the contract said: %1</source>
        <translation>el contrato dijo: %1</translation>
    </message>
    <message>
        <source>the contract gave no reason</source>
        <translation>el contrato no dio razón</translation>
    </message>
    <message>
        <source>The energy stays open.</source>
        <translation>La energía queda pendiente.</translation>
    </message>
    <message>
        <source>It is tried again by itself.</source>
        <translation>Se intenta de nuevo solo.</translation>
    </message>
    <message>
        <source>The battery says it holds %1; by its meter (%2 in, %3 out since it was last compared) it should be %4.</source>
        <translation>La batería dice que tiene %1; según su contador (%2 dentro, %3 fuera desde la última comparación) deberían ser %4.</translation>
    </message>
    <message>
        <source>The battery says it holds %1; by its meter (%2 in, %3 out since it was last compared) it should be %4 to %5.</source>
        <translation>La batería dice que tiene %1; según su contador (%2 dentro, %3 fuera desde la última comparación) deberían ser %4 a %5.</translation>
    </message>
    <message>
        <source>The %1 was exchanged; its registers go on as soon as two readings agree.</source>
        <translation>El %1 se cambió; sus registros siguen en cuanto dos lecturas coincidan.</translation>
    </message>
    <message>
        <source>The %1 is not on a serial line of the settings.</source>
        <translation>El %1 no está en una línea serie de los ajustes.</translation>
    </message>
    <message>
        <source>A device of the radio is exchanged by giving the role to another one.</source>
        <translation>Un aparato de la radio se cambia dando la función a otro.</translation>
    </message>
    <message>
        <source>The %1 is on a serial line: the settings name it under [[meters.lines]]. Take it out there first, or exchange the meter on the line (%2).</source>
        <translation>El %1 está en una línea serie: los ajustes lo nombran en [[meters.lines]]. Quítelo antes de allí, o cambie el contador de la línea (%2).</translation>
    </message>
    <message>
        <source>The box</source>
        <translation>La caja</translation>
    </message>
    <message>
        <source>The time</source>
        <translation>La hora</translation>
    </message>
    <message>
        <source>The settings</source>
        <translation>Los ajustes</translation>
    </message>
    <message>
        <source>The keys and the request</source>
        <translation>Las claves y la solicitud</translation>
    </message>
    <message>
        <source>The agent</source>
        <translation>La central</translation>
    </message>
    <message>
        <source>The radio</source>
        <translation>La radio</translation>
    </message>
    <message>
        <source>Devices in the network</source>
        <translation>Aparatos en la red</translation>
    </message>
    <message>
        <source>Which meter counts what</source>
        <translation>Qué cuenta cada contador</translation>
    </message>
    <message>
        <source>Live check of each meter</source>
        <translation>Prueba de cada contador</translation>
    </message>
    <message>
        <source>Relays switched on and off</source>
        <translation>Relés encendidos y apagados</translation>
    </message>
    <message>
        <source>The battery&apos;s unit</source>
        <translation>La unidad de la batería</translation>
    </message>
    <message>
        <source>Meters on serial lines</source>
        <translation>Contadores en líneas serie</translation>
    </message>
    <message>
        <source>Member of the market</source>
        <translation>Miembro del mercado</translation>
    </message>
    <message>
        <source>The market&apos;s chain</source>
        <translation>La cadena del mercado</translation>
    </message>
    <message>
        <source>The operator&apos;s broker</source>
        <translation>El intermediario del operador</translation>
    </message>
    <message>
        <source>The household&apos;s PIN</source>
        <translation>El PIN del hogar</translation>
    </message>
    <message>
        <source>Backup of the network</source>
        <translation>Copia de la red</translation>
    </message>
    <message>
        <source>Handed over</source>
        <translation>Entregado</translation>
    </message>
    <message>
        <source>It is not reported.</source>
        <translation>No se informa.</translation>
    </message>
    <message>
        <source>The battery holds %1, the contract %2: %3 more, which was in it before reporting began or was believed lost.</source>
        <translation>La batería tiene %1, el contrato %2: %3 más, que había antes de empezar a informar o se daba por perdida.</translation>
    </message>
    <message>
        <source>The battery holds %1, the contract %2: %3 less; %4.</source>
        <translation>La batería tiene %1, el contrato %2: %3 menos; %4.</translation>
    </message>
    <message>
        <source>%1 were lost in charging, discharging and standing</source>
        <translation>%1 se perdieron al cargar, descargar y en reposo</translation>
    </message>
    <message>
        <source>%1 were lost in charging, discharging and standing, %2 % of what went in</source>
        <translation>%1 se perdieron al cargar, descargar y en reposo, el %2 % de lo que entró</translation>
    </message>
    <message>
        <source>%1 left the battery without a session</source>
        <translation>%1 salieron de la batería sin sesión</translation>
    </message>
    <message>
        <source>The settings are refused; the agent runs with the ones that worked last, and does not trade: nobody can tell what was changed.</source>
        <translation>Los ajustes se rechazan; la central funciona con los últimos válidos y no comercia: nadie sabe qué cambió.</translation>
    </message>
    <message>
        <source>The settings are refused; the agent runs with the ones that worked last, and does not trade: the limits were changed.</source>
        <translation>Los ajustes se rechazan; la central funciona con los últimos válidos y no comercia: cambiaron los límites.</translation>
    </message>
    <message>
        <source>The settings are refused; the agent runs with the ones that worked last, and goes on.</source>
        <translation>Los ajustes se rechazan; la central funciona con los últimos válidos y sigue.</translation>
    </message>
    <message>
        <source>final</source>
        <translation>definitiva</translation>
    </message>
    <message>
        <source>traded</source>
        <translation>negociada</translation>
    </message>
    <message>
        <source>Cycle %1: %2 metered of %3 agreed, penalty %4, income %5.</source>
        <translation>Ronda %1: %2 medidos de %3 acordados, penalización %4, ingreso %5.</translation>
    </message>
    <message>
        <source>Cycle %1: %2 metered of %3 agreed, penalty %4, bill %5.</source>
        <translation>Ronda %1: %2 medidos de %3 acordados, penalización %4, factura %5.</translation>
    </message>
    <message>
        <source>Cycle %1: %2 metered of %3 agreed, penalty %4, income %5 (not verified).</source>
        <translation>Ronda %1: %2 medidos de %3 acordados, penalización %4, ingreso %5 (sin comprobar).</translation>
    </message>
    <message>
        <source>Cycle %1: %2 metered of %3 agreed, penalty %4, bill %5 (not verified).</source>
        <translation>Ronda %1: %2 medidos de %3 acordados, penalización %4, factura %5 (sin comprobar).</translation>
    </message>
    <message>
        <source>Waiting to sell %1 between %2 and %3.</source>
        <translation>En espera de vender %1 entre %2 y %3.</translation>
    </message>
    <message>
        <source>Waiting to sell %1 between %2 and %3, preferably within %4 m.</source>
        <translation>En espera de vender %1 entre %2 y %3, a ser posible a menos de %4 m.</translation>
    </message>
    <message>
        <source>Waiting to buy %1 between %2 and %3.</source>
        <translation>En espera de comprar %1 entre %2 y %3.</translation>
    </message>
    <message>
        <source>Waiting to buy %1 between %2 and %3, preferably within %4 m.</source>
        <translation>En espera de comprar %1 entre %2 y %3, a ser posible a menos de %4 m.</translation>
    </message>
    <message>
        <source>Repeated every cycle: sell %1 between %2 and %3.</source>
        <translation>Se repite cada ronda: vender %1 entre %2 y %3.</translation>
    </message>
    <message>
        <source>Repeated every cycle: sell %1 between %2 and %3, preferably within %4 m.</source>
        <translation>Se repite cada ronda: vender %1 entre %2 y %3, a ser posible a menos de %4 m.</translation>
    </message>
    <message>
        <source>Repeated every cycle: buy %1 between %2 and %3.</source>
        <translation>Se repite cada ronda: comprar %1 entre %2 y %3.</translation>
    </message>
    <message>
        <source>Repeated every cycle: buy %1 between %2 and %3, preferably within %4 m.</source>
        <translation>Se repite cada ronda: comprar %1 entre %2 y %3, a ser posible a menos de %4 m.</translation>
    </message>
    <message>
        <source>1 try</source>
        <translation>1 intento</translation>
    </message>
    <message>
        <source>The PIN is as it was: %1.</source>
        <translation>El PIN sigue igual: %1.</translation>
    </message>
    <message>
        <source>The PIN was not looked at: %1.</source>
        <translation>El PIN no se ha comprobado: %1.</translation>
    </message>
    <message>
        <source>The PIN is right. %1.</source>
        <translation>El PIN es correcto. %1.</translation>
    </message>
    <message>
        <source>While joining is open, anyone near this home can let a device in and overhear the network&apos;s key, with which every meter can be listened to and imitated. Use the device&apos;s install code where it has one. If you open all the same, do it for as short as you can.</source>
        <translation>Mientras la entrada está abierta, cualquiera cerca de la casa puede meter un aparato y oír la clave de la red, con la que se puede escuchar e imitar todo contador. Use el código de instalación del aparato si lo tiene. Si abre de todos modos, que sea lo más breve posible.</translation>
    </message>
    <message>
        <source>%1 said what it is.</source>
        <translation>%1 ha dicho lo que es.</translation>
    </message>
    <message>
        <source>%1 reports by itself now.</source>
        <translation>%1 informa ahora por sí mismo.</translation>
    </message>
    <message>
        <source>Name a file of the backup directory or give a document.</source>
        <translation>Nombre un archivo de la carpeta de copias o dé un documento.</translation>
    </message>
    <message>
        <source>The backup&apos;s file: %1.</source>
        <translation>El archivo de la copia: %1.</translation>
    </message>
    <message>
        <source>The radio shows no meter %1.</source>
        <translation>La radio no muestra ningún contador %1.</translation>
    </message>
    <message>
        <source>A meter&apos;s role is one of %1, not %2.</source>
        <translation>La tarea de un contador es una de %1, no %2.</translation>
    </message>
    <message>
        <source>A load of %1 W is too small; allowed: %2 W or more.</source>
        <translation>Una carga de %1 W es muy pequeña; permitido: %2 W o más.</translation>
    </message>
    <message>
        <source>A fuse of %1 A is not 1 to 200 A.</source>
        <translation>Un fusible de %1 A no está entre 1 y 200 A.</translation>
    </message>
    <message>
        <source>A connection has 1 or 3 phases, not %1.</source>
        <translation>Una conexión tiene 1 o 3 fases, no %1.</translation>
    </message>
    <message>
        <source>%1 W is more than the connection&apos;s %2 W.</source>
        <translation>%1 W es más que los %2 W de la conexión.</translation>
    </message>
    <message>
        <source>It fell by %1 when the load went on: the clamp sits the other way round – tick “turned round”.</source>
        <translation>Bajó %1 al encender la carga: la pinza está al revés – pulse «Girar».</translation>
    </message>
    <message>
        <source>It shows the panels drawing %1: the clamp sits the other way round – tick “turned round”.</source>
        <translation>Muestra que los paneles consumen %1: la pinza está al revés – pulse «Girar».</translation>
    </message>
    <message>
        <source>It showed %1, but a connection of %2 × %3 A carries %4: its scale is too large.</source>
        <translation>Mostró %1, pero una conexión de %2 × %3 A lleva %4: su escala es demasiado grande.</translation>
    </message>
    <message>
        <source>About %1 Wh passed and its register did not count.</source>
        <translation>Pasaron unos %1 Wh y su registro no contó.</translation>
    </message>
    <message>
        <source>Its power and its registers disagree about what is drawn and what is given; it cannot be used without a profile.</source>
        <translation>Su potencia y sus registros no coinciden en lo consumido y lo entregado; sin un perfil no se puede usar.</translation>
    </message>
    <message>
        <source>%1: that fits.</source>
        <translation>%1: correcto.</translation>
    </message>
    <message>
        <source>%1: the scale is %2 times too large.</source>
        <translation>%1: la escala es %2 demasiado grande.</translation>
    </message>
    <message>
        <source>%1: the scale is %2 times too small.</source>
        <translation>%1: la escala es %2 demasiado pequeña.</translation>
    </message>
    <message>
        <source>ten</source>
        <translation>diez veces</translation>
    </message>
    <message>
        <source>a hundred</source>
        <translation>cien veces</translation>
    </message>
    <message>
        <source>a thousand</source>
        <translation>mil veces</translation>
    </message>
    <message>
        <source>%1: this meter does not see the panels; another one does, or none.</source>
        <translation>%1: este contador no ve los paneles; otro los ve, o ninguno.</translation>
    </message>
    <message>
        <source>%1: this meter does not see the load; another one does, or none.</source>
        <translation>%1: este contador no ve la carga; otro la ve, o ninguno.</translation>
    </message>
    <message>
        <source>%1, a third of it: only one of three phases is measured, or the load is on all three and the meter on one.</source>
        <translation>%1, un tercio: solo se mide una de tres fases, o la carga está en las tres y el contador en una.</translation>
    </message>
    <message>
        <source>%1: that fits nothing; check the load&apos;s power and what else is on.</source>
        <translation>%1: no encaja con nada; compruebe la potencia de la carga y qué más está encendido.</translation>
    </message>
    <message>
        <source>Its register counted %1 Wh while about %2 Wh passed: it counts %3 times too little.</source>
        <translation>Su registro contó %1 Wh mientras pasaban unos %2 Wh: cuenta %3 veces de menos.</translation>
    </message>
    <message>
        <source>The shortest time %1 is %2 s; allowed: 0 to 86 400 s.</source>
        <translation>El tiempo mínimo %1 es %2 s; permitido: 0 a 86 400 s.</translation>
    </message>
    <message>
        <source>The lease is %1 s; allowed: %2 to 6 000 s.</source>
        <translation>El plazo es %1 s; permitido: %2 a 6 000 s.</translation>
    </message>
    <message>
        <source>Meter %1 is not in the settings.</source>
        <translation>El contador %1 no está en los ajustes.</translation>
    </message>
    <message>
        <source>Meter %1 is already in use.</source>
        <translation>El contador %1 ya está en uso.</translation>
    </message>
    <message>
        <source>This home has no radio: its settings have no [radio] table. Add it, and start the agent again.</source>
        <translation>Esta casa no tiene radio: a sus ajustes les falta la tabla [radio]. Añádala y reinicie el agente.</translation>
    </message>
    <message>
        <source>%1 is in use (%2); release it first.</source>
        <translation>%1 está en uso (%2); primero quítele la tarea.</translation>
    </message>
    <message>
        <source>No relay is called %1; gridhearth devices lists them.</source>
        <translation>Ningún relé se llama %1; gridhearth devices los nombra.</translation>
    </message>
    <message>
        <source>%1 has several relays; name one by its key: %2.</source>
        <translation>%1 tiene varios relés; nombre uno por su clave: %2.</translation>
    </message>
    <message>
        <source>The radio shows no %1; gridhearth devices lists them all.</source>
        <translation>La radio no muestra %1; gridhearth devices los nombra todos.</translation>
    </message>
    <message>
        <source>%1 is no %2.</source>
        <translation>%1 no es: %2.</translation>
    </message>
    <message>
        <source>Nothing was opened.</source>
        <translation>No se ha abierto nada.</translation>
    </message>
</context>
<context>
    <name>devices</name>
    <message>
        <source>grid meter</source>
        <translation>contador de la red</translation>
    </message>
    <message>
        <source>meter of what is made</source>
        <translation>contador de lo producido</translation>
    </message>
    <message>
        <source>meter of the store</source>
        <translation>contador de la batería</translation>
    </message>
    <message>
        <source>relay</source>
        <translation>relé</translation>
    </message>
    <message>
        <source>relay without a task</source>
        <translation>relé sin tarea</translation>
    </message>
    <message>
        <source>meter without a task</source>
        <translation>contador sin tarea</translation>
    </message>
    <message>
        <source>device</source>
        <translation>aparato</translation>
    </message>
    <message>
        <source>draws %1</source>
        <translation>toma %1</translation>
    </message>
    <message>
        <source>gives %1</source>
        <translation>entrega %1</translation>
    </message>
    <message>
        <source>makes %1</source>
        <translation>produce %1</translation>
    </message>
    <message>
        <source>on</source>
        <translation>encendido</translation>
    </message>
    <message>
        <source>off</source>
        <translation>apagado</translation>
    </message>
    <message>
        <source>not known</source>
        <translation>no se sabe</translation>
    </message>
    <message>
        <source>has said nothing yet</source>
        <translation>aún no ha dicho nada</translation>
    </message>
    <message>
        <source>battery %1 %</source>
        <translation>pila al %1 %</translation>
    </message>
    <message>
        <source>weak signal</source>
        <translation>señal débil</translation>
    </message>
    <message>
        <source>good signal</source>
        <translation>señal buena</translation>
    </message>
    <message>
        <source>fair signal</source>
        <translation>señal regular</translation>
    </message>
    <message>
        <source>It does not answer. Has it power, is it in reach?</source>
        <translation>No responde. ¿Tiene corriente, está al alcance?</translation>
    </message>
    <message>
        <source>It cannot be used yet.</source>
        <translation>Todavía no se puede usar.</translation>
    </message>
    <message>
        <source>It is still being asked what it is.</source>
        <translation>Aún se le pregunta qué es.</translation>
    </message>
    <message>
        <source>Its value is old.</source>
        <translation>Su valor es antiguo.</translation>
    </message>
    <message>
        <source>It says that its value is not valid.</source>
        <translation>Dice que su valor no es válido.</translation>
    </message>
    <message>
        <source>Its value is unlikely; it is being watched.</source>
        <translation>Su valor es improbable; se está vigilando.</translation>
    </message>
    <message>
        <source>Change its battery soon.</source>
        <translation>Cambie pronto la pila.</translation>
    </message>
    <message>
        <source>Radio starts</source>
        <translation>La radio arranca</translation>
    </message>
    <message>
        <source>Radio works</source>
        <translation>La radio funciona</translation>
    </message>
    <message>
        <source>Radio in trouble</source>
        <translation>La radio tiene problemas</translation>
    </message>
    <message>
        <source>Radio is away</source>
        <translation>Falta la radio</translation>
    </message>
    <message>
        <source>Radio without a network</source>
        <translation>Radio sin red</translation>
    </message>
    <message>
        <source>Radio of another home</source>
        <translation>Radio de otra casa</translation>
    </message>
    <message>
        <source>Nothing is known of any device.</source>
        <translation>No se sabe de ningún aparato.</translation>
    </message>
    <message>
        <source>channel %1</source>
        <translation>canal %1</translation>
    </message>
    <message>
        <source>There is no meter and no relay yet. An installer adds them.</source>
        <translation>Aún no hay contador ni relé. Los añade un instalador.</translation>
    </message>
</context>
<context>
    <name>handover</name>
    <message>
        <source>Report of %1: not accepted yet; something is still open.</source>
        <translation>Informe de %1: aún no aceptado; queda algo pendiente.</translation>
    </message>
    <message>
        <source>Report of %1: accepted.</source>
        <translation>Informe de %1: aceptado.</translation>
    </message>
    <message>
        <source>Its page is on the box: %1</source>
        <translation>Su página está en la caja: %1</translation>
    </message>
    <message>
        <source>Its page could not be written on the box.</source>
        <translation>Su página no se pudo escribir en la caja.</translation>
    </message>
    <message>
        <source>Signed by this home. The picture holds this and the signature:</source>
        <translation>Firmado por esta casa. La imagen contiene esto y la firma:</translation>
    </message>
    <message>
        <source>A load of %1 moved it by %2.</source>
        <translation>Una carga de %1 lo movió %2.</translation>
    </message>
    <message>
        <source>✓ right</source>
        <translation>✓ correcto</translation>
    </message>
    <message>
        <source>⚠ not right</source>
        <translation>⚠ incorrecto</translation>
    </message>
</context>
<context>
    <name>history</name>
    <message>
        <source>ddd d MMMM yyyy</source>
        <translation>ddd, d &apos;de&apos; MMMM &apos;de&apos; yyyy</translation>
    </message>
    <message>
        <source>d MMM</source>
        <translation>d MMM</translation>
    </message>
    <message>
        <source>ddd d MMMM</source>
        <translation>ddd, d &apos;de&apos; MMMM</translation>
    </message>
    <message>
        <source>Penalties</source>
        <translation>Penalizaciones</translation>
    </message>
    <message>
        <source>With whom</source>
        <translation>Con quién</translation>
    </message>
    <message>
        <source>Trades</source>
        <translation>Operaciones</translation>
    </message>
    <message>
        <source>Months</source>
        <translation>Meses</translation>
    </message>
    <message>
        <source>Days</source>
        <translation>Días</translation>
    </message>
    <message>
        <source>The history comes from the agent.</source>
        <translation>El historial viene de la central.</translation>
    </message>
    <message>
        <source>This agent keeps no history.</source>
        <translation>Esta central no guarda historial.</translation>
    </message>
    <message>
        <source>Asking the agent …</source>
        <translation>Preguntando a la central …</translation>
    </message>
    <message>
        <source>No trade was settled in this time.</source>
        <translation>En este tiempo no se liquidó ninguna operación.</translation>
    </message>
    <message>
        <source>Nothing is known of this time.</source>
        <translation>De este tiempo no se sabe nada.</translation>
    </message>
    <message>
        <source>The agent&apos;s answer could not be understood: %1.</source>
        <translation>No se pudo entender la respuesta de la central: %1.</translation>
    </message>
    <message>
        <source>Round %1</source>
        <translation>Ronda %1</translation>
    </message>
    <message>
        <source>Made</source>
        <translation>Producido</translation>
    </message>
    <message>
        <source>Used</source>
        <translation>Usado</translation>
    </message>
    <message>
        <source>Drawn from the grid</source>
        <translation>Tomado de la red</translation>
    </message>
    <message>
        <source>Given to the grid</source>
        <translation>Entregado a la red</translation>
    </message>
    <message>
        <source>Sold</source>
        <translation>Vendido</translation>
    </message>
    <message>
        <source>Bought</source>
        <translation>Comprado</translation>
    </message>
    <message>
        <source>Earned</source>
        <translation>Ganado</translation>
    </message>
    <message>
        <source>Spent</source>
        <translation>Gastado</translation>
    </message>
    <message>
        <source>Result</source>
        <translation>Resultado</translation>
    </message>
    <message>
        <source>Network charges</source>
        <translation>Peajes de red</translation>
    </message>
    <message>
        <source>Sold %1 to %2</source>
        <translation>Vendido %1 a %2</translation>
    </message>
    <message>
        <source>Bought %1 from %2</source>
        <translation>Comprado %1 a %2</translation>
    </message>
    <message>
        <source>%1 away · network charge %2</source>
        <translation>a %1 · peaje de red %2</translation>
    </message>
    <message>
        <source>sold once</source>
        <translation>vendido una vez</translation>
    </message>
    <message>
        <source>sold %1 times</source>
        <translation>vendido %1 veces</translation>
    </message>
    <message>
        <source>bought once</source>
        <translation>comprado una vez</translation>
    </message>
    <message>
        <source>bought %1 times</source>
        <translation>comprado %1 veces</translation>
    </message>
    <message>
        <source>This bill differs from what this home computed; tell the market&apos;s operator.</source>
        <translation>Esta factura difiere de lo que calculó esta casa; dígaselo al operador del mercado.</translation>
    </message>
    <message>
        <source>You sold %1, and your meter counted %2 given: %3 were missing. The penalty was %4.</source>
        <translation>Vendió %1 y su contador contó %2 entregados: faltaron %3. La penalización fue %4.</translation>
    </message>
    <message>
        <source>You bought %1, and your meter counted %2 drawn: %3 off. The penalty was %4.</source>
        <translation>Compró %1 y su contador contó %2 tomados: %3 de diferencia. La penalización fue %4.</translation>
    </message>
    <message>
        <source>made %1</source>
        <translation>producido %1</translation>
    </message>
    <message>
        <source>drawn %1</source>
        <translation>tomado %1</translation>
    </message>
    <message>
        <source>given %1</source>
        <translation>entregado %1</translation>
    </message>
    <message>
        <source>penalty %1</source>
        <translation>penalización %1</translation>
    </message>
</context>
<context>
    <name>home</name>
    <message>
        <source>Connecting</source>
        <translation>Conectando</translation>
    </message>
    <message>
        <source>No agent</source>
        <translation>Sin central</translation>
    </message>
    <message>
        <source>No meter has reported yet.</source>
        <translation>Ningún contador ha dicho nada aún.</translation>
    </message>
    <message>
        <source>No data yet</source>
        <translation>Aún sin datos</translation>
    </message>
    <message>
        <source>since %1</source>
        <translation>desde %1</translation>
    </message>
    <message>
        <source>Last known: %1 kW</source>
        <translation>Último valor: %1 kW</translation>
    </message>
    <message>
        <source>No data</source>
        <translation>Sin datos</translation>
    </message>
    <message>
        <source>Unknown</source>
        <translation>No se sabe</translation>
    </message>
    <message>
        <source>Surplus</source>
        <translation>Excedente</translation>
    </message>
    <message>
        <source>Using more</source>
        <translation>Usa más</translation>
    </message>
    <message>
        <source>makes %1 · uses %2</source>
        <translation>produce %1 · usa %2</translation>
    </message>
    <message>
        <source>Today</source>
        <translation>Hoy</translation>
    </message>
    <message>
        <source>Next round</source>
        <translation>Próxima ronda</translation>
    </message>
    <message>
        <source>Trades come from the agent.</source>
        <translation>Las operaciones vienen de la central.</translation>
    </message>
    <message>
        <source>Today&apos;s curve comes from the agent.</source>
        <translation>La curva de hoy viene de la central.</translation>
    </message>
    <message>
        <source>This agent keeps no curve of the day.</source>
        <translation>Esta central no guarda la curva del día.</translation>
    </message>
    <message>
        <source>Asking for today&apos;s curve …</source>
        <translation>Pidiendo la curva de hoy …</translation>
    </message>
    <message>
        <source>The first quarter of an hour is being measured.</source>
        <translation>Se mide el primer cuarto de hora.</translation>
    </message>
    <message>
        <source>no trade yet</source>
        <translation>aún sin operación</translation>
    </message>
    <message>
        <source>1 trade</source>
        <translation>1 operación</translation>
    </message>
    <message>
        <source>%1 trades</source>
        <translation>%1 operaciones</translation>
    </message>
    <message>
        <source>Since the start</source>
        <translation>Desde el inicio</translation>
    </message>
    <message>
        <source>no market yet</source>
        <translation>aún sin mercado</translation>
    </message>
    <message>
        <source>Round ends in</source>
        <translation>La ronda acaba en</translation>
    </message>
    <message>
        <source>Next round in</source>
        <translation>Próxima ronda en</translation>
    </message>
    <message>
        <source>not trading</source>
        <translation>no participa</translation>
    </message>
    <message>
        <source>no order</source>
        <translation>sin orden</translation>
    </message>
    <message>
        <source>will sell</source>
        <translation>venderá</translation>
    </message>
    <message>
        <source>will buy</source>
        <translation>comprará</translation>
    </message>
    <message>
        <source>sells %1</source>
        <translation>vende %1</translation>
    </message>
    <message>
        <source>buys %1</source>
        <translation>compra %1</translation>
    </message>
    <message>
        <source>Sold %1 at %2</source>
        <translation>Vendido %1 a %2</translation>
    </message>
    <message>
        <source>Bought %1 at %2</source>
        <translation>Comprado %1 a %2</translation>
    </message>
    <message>
        <source>penalty %1</source>
        <translation>penalización %1</translation>
    </message>
    <message>
        <source>no penalty</source>
        <translation>sin penalización</translation>
    </message>
    <message>
        <source>Proven on the chain</source>
        <translation>Probado en la cadena</translation>
    </message>
    <message>
        <source>Disputed</source>
        <translation>En disputa</translation>
    </message>
    <message>
        <source>No trade yet.</source>
        <translation>Aún sin operación.</translation>
    </message>
    <message>
        <source>No trade yet; an order is under way.</source>
        <translation>Aún sin operación; hay una orden en curso.</translation>
    </message>
</context>
<context>
    <name>info</name>
    <message>
        <source>No order yet.</source>
        <translation>Aún sin orden.</translation>
    </message>
    <message>
        <source>Given: %1 · allowed: %2</source>
        <translation>Dado: %1 · permitido: %2</translation>
    </message>
    <message>
        <source>Nothing is known of the chain yet.</source>
        <translation>Aún no se sabe nada de la cadena.</translation>
    </message>
    <message>
        <source>The chain as of %1</source>
        <translation>La cadena, a las %1</translation>
    </message>
    <message>
        <source>Round %1</source>
        <translation>Ronda %1</translation>
    </message>
    <message>
        <source>This round</source>
        <translation>Esta ronda</translation>
    </message>
    <message>
        <source>The round is not decided yet.</source>
        <translation>La ronda aún no está decidida.</translation>
    </message>
    <message>
        <source>The trades of this round are no longer kept here.</source>
        <translation>Las operaciones de esta ronda ya no se guardan aquí.</translation>
    </message>
    <message>
        <source>No trade came of this order.</source>
        <translation>De esta orden no salió ninguna operación.</translation>
    </message>
    <message>
        <source>%1 to %2</source>
        <translation>%1 a %2</translation>
    </message>
    <message>
        <source>%1 from %2</source>
        <translation>%1 de %2</translation>
    </message>
    <message>
        <source>%1 away · %2 · network charge %3</source>
        <translation>a %1 · %2 · peaje de red %3</translation>
    </message>
    <message>
        <source>It is settled after the energy has been delivered and metered.</source>
        <translation>Se liquida cuando la energía se ha entregado y contado.</translation>
    </message>
    <message>
        <source>Proven on the chain</source>
        <translation>Probado en la cadena</translation>
    </message>
    <message>
        <source>Disputed: see the alerts</source>
        <translation>En disputa: vea los avisos</translation>
    </message>
    <message>
        <source>block %1</source>
        <translation>bloque %1</translation>
    </message>
    <message>
        <source>%1 of %2 agreed</source>
        <translation>%1 de %2 acordados</translation>
    </message>
    <message>
        <source>Delivered</source>
        <translation>Entregado</translation>
    </message>
    <message>
        <source>Used</source>
        <translation>Usado</translation>
    </message>
    <message>
        <source>Income</source>
        <translation>Ingreso</translation>
    </message>
    <message>
        <source>Bill</source>
        <translation>Factura</translation>
    </message>
    <message>
        <source>Network charge</source>
        <translation>Peaje de red</translation>
    </message>
    <message>
        <source>Penalty</source>
        <translation>Penalización</translation>
    </message>
    <message>
        <source>none</source>
        <translation>ninguna</translation>
    </message>
    <message>
        <source>No meter report came in time: the rules assumed the worst.</source>
        <translation>Ningún dato del contador llegó a tiempo: las reglas supusieron lo peor.</translation>
    </message>
    <message>
        <source>Corrected by a meter report that came late.</source>
        <translation>Corregido por un dato del contador que llegó tarde.</translation>
    </message>
</context>
<context>
    <name>installer</name>
    <message>
        <source>A new network is formed on the stick. Devices of an older network will not find this home any more and must be paired again.</source>
        <translation>Se crea una red nueva en el adaptador. Los aparatos de una red anterior ya no encontrarán esta casa y habrá que emparejarlos otra vez.</translation>
    </message>
    <message>
        <source>Form it</source>
        <translation>Crearla</translation>
    </message>
    <message>
        <source>The agent broke down again and again. Let it go on only if you know why.</source>
        <translation>La central se cayó una y otra vez. Déjela seguir solo si sabe por qué.</translation>
    </message>
    <message>
        <source>Let it go on</source>
        <translation>Dejarla seguir</translation>
    </message>
    <message>
        <source>%1 hands this home over to %2, and everything on the list was shown to work. The box writes and signs the report of it.</source>
        <translation>%1 entrega esta casa a %2, y se mostró que todo lo de la lista funciona. La caja escribe y firma el informe.</translation>
    </message>
    <message>
        <source>Hand it over</source>
        <translation>Entregar</translation>
    </message>
    <message>
        <source>%1 leaves the network; to come back it is paired again.</source>
        <translation>%1 deja la red; para volver hay que emparejarlo de nuevo.</translation>
    </message>
    <message>
        <source>Send it away</source>
        <translation>Expulsarlo</translation>
    </message>
    <message>
        <source>Open for a minute</source>
        <translation>Abrir un minuto</translation>
    </message>
    <message>
        <source>%1 loses its task. What it counted so far stays counted.</source>
        <translation>%1 pierde su tarea. Lo contado hasta ahora sigue contado.</translation>
    </message>
    <message>
        <source>Take it away</source>
        <translation>Quitarla</translation>
    </message>
    <message>
        <source>%1 has this task now. %2 takes its place: a meter exchange. What was counted so far stays counted.</source>
        <translation>%1 tiene ahora esta tarea. %2 ocupa su lugar: un cambio de contador. Lo contado hasta ahora sigue contado.</translation>
    </message>
    <message>
        <source>Exchange them</source>
        <translation>Cambiarlos</translation>
    </message>
    <message>
        <source>The agent does not answer.</source>
        <translation>La central no responde.</translation>
    </message>
    <message>
        <source>Asking the agent …</source>
        <translation>Preguntando a la central …</translation>
    </message>
    <message>
        <source>This is for whoever installs meters and relays. The household&apos;s own pages need nothing from here.</source>
        <translation>Esto es para quien instala contadores y relés. Las páginas de la casa no necesitan nada de aquí.</translation>
    </message>
    <message>
        <source>No installer&apos;s PIN is set, so this screen may not install anything. An installer sets one at the agent&apos;s command line: gridhearth pin set --installer.</source>
        <translation>No hay PIN de instalador, así que esta pantalla no puede instalar nada. Se pone en la línea de órdenes de la central: gridhearth pin set --installer.</translation>
    </message>
    <message>
        <source>Next: %1</source>
        <translation>Sigue: %1</translation>
    </message>
    <message>
        <source>The operator scans this, and must see the number %1.</source>
        <translation>El operador escanea esto y debe ver el número %1.</translation>
    </message>
    <message>
        <source>Form a network</source>
        <translation>Crear una red</translation>
    </message>
    <message>
        <source>Write a backup</source>
        <translation>Escribir una copia</translation>
    </message>
    <message>
        <source>One device may join with its own code: %1 left.</source>
        <translation>Un aparato puede entrar con su propio código: quedan %1.</translation>
    </message>
    <message>
        <source>Any device may join for %1 more.</source>
        <translation>Cualquier aparato puede entrar durante %1 más.</translation>
    </message>
    <message>
        <source>Let nobody in any more</source>
        <translation>No dejar entrar a nadie más</translation>
    </message>
    <message>
        <source>Let the agent go on</source>
        <translation>Dejar seguir a la central</translation>
    </message>
    <message>
        <source>Hand the screen to the household now: it types its PIN twice, and you look away.</source>
        <translation>Ceda ahora la pantalla al hogar: escribe su PIN dos veces, y usted mira a otro lado.</translation>
    </message>
    <message>
        <source>The household chooses its PIN</source>
        <translation>El hogar elige su PIN</translation>
    </message>
    <message>
        <source>Write the report</source>
        <translation>Escribir el informe</translation>
    </message>
    <message>
        <source>Lock this page</source>
        <translation>Bloquear esta página</translation>
    </message>
    <message>
        <source>Enter both names</source>
        <translation>Escribir los dos nombres</translation>
    </message>
    <message>
        <source>The next one&apos;s code</source>
        <translation>Código del siguiente</translation>
    </message>
    <message>
        <source>Enter its code</source>
        <translation>Escribir su código</translation>
    </message>
    <message>
        <source>A device with an install code joins safely: enter the code that is printed on it.</source>
        <translation>Un aparato con código de instalación entra con seguridad: escriba el código impreso en él.</translation>
    </message>
    <message>
        <source>Only for a device without a code: open joining through one router near it.</source>
        <translation>Solo para un aparato sin código: abra la entrada por un repetidor cercano.</translation>
    </message>
    <message>
        <source>Take a load of known power, such as a kettle. The check says when to switch it on.</source>
        <translation>Use una carga de potencia conocida, como un hervidor. La prueba dice cuándo encenderla.</translation>
    </message>
    <message>
        <source>✓ The last check passed.</source>
        <translation>✓ La última prueba fue bien.</translation>
    </message>
    <message>
        <source>⚠ The last check did not pass.</source>
        <translation>⚠ La última prueba no fue bien.</translation>
    </message>
    <message>
        <source>Turn it round, then check again</source>
        <translation>Inviértalo y pruebe otra vez</translation>
    </message>
    <message>
        <source>The meter says %1 now.</source>
        <translation>El contador dice ahora %1.</translation>
    </message>
    <message>
        <source>End the check</source>
        <translation>Terminar la prueba</translation>
    </message>
    <message>
        <source>The load is on</source>
        <translation>La carga está puesta</translation>
    </message>
    <message>
        <source>Radio</source>
        <translation>Radio</translation>
    </message>
    <message>
        <source>Pair</source>
        <translation>Emparejar</translation>
    </message>
    <message>
        <source>Tasks</source>
        <translation>Tareas</translation>
    </message>
    <message>
        <source>Check</source>
        <translation>Probar</translation>
    </message>
    <message>
        <source>Relays</source>
        <translation>Relés</translation>
    </message>
    <message>
        <source>Backup</source>
        <translation>Copia</translation>
    </message>
    <message>
        <source>This home has no radio; its meters are named in the agent&apos;s settings.</source>
        <translation>Esta casa no tiene radio; sus contadores están en los ajustes de la central.</translation>
    </message>
    <message>
        <source>The radio works on channel %1.</source>
        <translation>La radio funciona en el canal %1.</translation>
    </message>
    <message>
        <source>The stick works and has no network yet. Restore this home&apos;s backup if there is one (gridhearth radio restore); else form a new network.</source>
        <translation>El adaptador funciona y aún no tiene red. Recupere la copia de esta casa si la hay (gridhearth radio restore); si no, cree una red nueva.</translation>
    </message>
    <message>
        <source>Not ready yet: %1.</source>
        <translation>Aún no están listos: %1.</translation>
    </message>
    <message>
        <source>No device is in the network yet.</source>
        <translation>Aún no hay ningún aparato en la red.</translation>
    </message>
    <message>
        <source>One device is in the network.</source>
        <translation>Hay un aparato en la red.</translation>
    </message>
    <message>
        <source>%1 devices are in the network.</source>
        <translation>Hay %1 aparatos en la red.</translation>
    </message>
    <message>
        <source>No meter counts what is drawn from the grid; without it nothing is traded.</source>
        <translation>Ningún contador cuenta lo que se toma de la red; sin él no hay operaciones.</translation>
    </message>
    <message>
        <source>Without a task: %1. Give them one, or leave them.</source>
        <translation>Sin tarea: %1. Deles una, o déjelos así.</translation>
    </message>
    <message>
        <source>Every meter and relay has its task.</source>
        <translation>Cada contador y relé tiene su tarea.</translation>
    </message>
    <message>
        <source>The last check found something wrong.</source>
        <translation>La última prueba encontró un fallo.</translation>
    </message>
    <message>
        <source>First give a meter its task.</source>
        <translation>Primero dé su tarea a un contador.</translation>
    </message>
    <message>
        <source>Not checked with a load yet: %1.</source>
        <translation>Aún sin probar con una carga: %1.</translation>
    </message>
    <message>
        <source>The newest backup has every device of the network.</source>
        <translation>La copia más reciente contiene todos los dispositivos de la red.</translation>
    </message>
    <message>
        <source>Every meter counts a known load rightly.</source>
        <translation>Cada contador cuenta bien una carga conocida.</translation>
    </message>
    <message>
        <source>There is no relay to test.</source>
        <translation>No hay relé que probar.</translation>
    </message>
    <message>
        <source>Switch on and off, and look at the load: %1.</source>
        <translation>Encienda y apague, y mire la carga: %1.</translation>
    </message>
    <message>
        <source>Every relay confirmed on and off.</source>
        <translation>Cada relé confirmó encendido y apagado.</translation>
    </message>
    <message>
        <source>Without a radio there is no network to keep.</source>
        <translation>Sin radio no hay red que guardar.</translation>
    </message>
    <message>
        <source>Write a sealed backup of the network after the last device was paired. With it a new stick takes over, and no device has to be paired again. Keep its key apart from it.</source>
        <translation>Escriba una copia sellada de la red después de emparejar el último aparato. Con ella un adaptador nuevo toma el relevo y no hay que emparejar nada otra vez. Guarde su clave aparte.</translation>
    </message>
    <message>
        <source>joined</source>
        <translation>ha entrado</translation>
    </message>
    <message>
        <source>is asked what it is</source>
        <translation>se le pregunta qué es</translation>
    </message>
    <message>
        <source>is set up</source>
        <translation>se está preparando</translation>
    </message>
    <message>
        <source>is ready</source>
        <translation>está listo</translation>
    </message>
    <message>
        <source>was refused</source>
        <translation>fue rechazado</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>falló</translation>
    </message>
    <message>
        <source>left</source>
        <translation>se fue</translation>
    </message>
    <message>
        <source>Open here</source>
        <translation>Abrir aquí</translation>
    </message>
    <message>
        <source>Ask again</source>
        <translation>Preguntar otra vez</translation>
    </message>
    <message>
        <source>Set up again</source>
        <translation>Configurar otra vez</translation>
    </message>
    <message>
        <source>Send away</source>
        <translation>Expulsar</translation>
    </message>
    <message>
        <source>Relay</source>
        <translation>Relé</translation>
    </message>
    <message>
        <source>Grid</source>
        <translation>Red</translation>
    </message>
    <message>
        <source>Made</source>
        <translation>Producido</translation>
    </message>
    <message>
        <source>Store</source>
        <translation>Batería</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Nombre</translation>
    </message>
    <message>
        <source>Turn round</source>
        <translation>Invertir</translation>
    </message>
    <message>
        <source>No task</source>
        <translation>Sin tarea</translation>
    </message>
    <message>
        <source>Check it</source>
        <translation>Probarlo</translation>
    </message>
    <message>
        <source>On</source>
        <translation>Sí</translation>
    </message>
    <message>
        <source>Off</source>
        <translation>No</translation>
    </message>
    <message>
        <source>Surplus</source>
        <translation>Excedente</translation>
    </message>
    <message>
        <source>This home&apos;s address: %1</source>
        <translation>Dirección de esta casa: %1</translation>
    </message>
    <message>
        <source>Its report key: %1</source>
        <translation>Su clave de informes: %1</translation>
    </message>
    <message>
        <source>✓ done</source>
        <translation>✓ hecho</translation>
    </message>
    <message>
        <source>Box</source>
        <translation>Caja</translation>
    </message>
    <message>
        <source>Identity</source>
        <translation>Identidad</translation>
    </message>
    <message>
        <source>Meters</source>
        <translation>Contadores</translation>
    </message>
    <message>
        <source>Market</source>
        <translation>Mercado</translation>
    </message>
    <message>
        <source>PIN</source>
        <translation>PIN</translation>
    </message>
    <message>
        <source>Handover</source>
        <translation>Entrega</translation>
    </message>
    <message>
        <source>The box is as it should be.</source>
        <translation>La caja está como debe.</translation>
    </message>
    <message>
        <source>This home is a member of the market.</source>
        <translation>Esta casa es miembro del mercado.</translation>
    </message>
    <message>
        <source>Nothing is missing here.</source>
        <translation>Aquí no falta nada.</translation>
    </message>
    <message>
        <source>Everything works.</source>
        <translation>Todo funciona.</translation>
    </message>
    <message>
        <source>– not needed</source>
        <translation>– no hace falta</translation>
    </message>
    <message>
        <source>○ to do</source>
        <translation>○ por hacer</translation>
    </message>
    <message>
        <source>⚠ trouble</source>
        <translation>⚠ problema</translation>
    </message>
    <message>
        <source>on ✓</source>
        <translation>encendido ✓</translation>
    </message>
    <message>
        <source>off ✓</source>
        <translation>apagado ✓</translation>
    </message>
    <message>
        <source>not tested yet</source>
        <translation>sin probar aún</translation>
    </message>
</context>
<context>
    <name>link</name>
    <message>
        <source>The agent does not answer.</source>
        <translation>La central no responde.</translation>
    </message>
    <message>
        <source>Too much is being asked already.</source>
        <translation>Ya se pregunta demasiado.</translation>
    </message>
    <message>
        <source>What answers at the agent&apos;s socket is not the agent.</source>
        <translation>Lo que responde en la conexión de la central no es la central.</translation>
    </message>
    <message>
        <source>The agent could not be understood: %1.</source>
        <translation>No se pudo entender a la central: %1.</translation>
    </message>
    <message>
        <source>This screen may not open the agent&apos;s socket; ask the installer.</source>
        <translation>Esta pantalla no puede abrir la conexión con la central; pregunte al instalador.</translation>
    </message>
    <message>
        <source>The agent is not running.</source>
        <translation>La central no está en marcha.</translation>
    </message>
    <message>
        <source>The agent went away; what was asked may or may not be done.</source>
        <translation>La central se fue; lo pedido puede haberse hecho o no.</translation>
    </message>
    <message>
        <source>The agent did not answer in time; look before you try again.</source>
        <translation>La central no respondió a tiempo; mire antes de intentarlo otra vez.</translation>
    </message>
    <message>
        <source>The agent is there but says nothing.</source>
        <translation>La central está ahí, pero no dice nada.</translation>
    </message>
</context>
<context>
    <name>names</name>
    <message>
        <source>House</source>
        <translation>Casa</translation>
    </message>
    <message>
        <source>Roof</source>
        <translation>Tejado</translation>
    </message>
    <message>
        <source>Cellar</source>
        <translation>Sótano</translation>
    </message>
    <message>
        <source>Garage</source>
        <translation>Garaje</translation>
    </message>
    <message>
        <source>Kitchen</source>
        <translation>Cocina</translation>
    </message>
    <message>
        <source>Hall</source>
        <translation>Pasillo</translation>
    </message>
    <message>
        <source>Living room</source>
        <translation>Salón</translation>
    </message>
    <message>
        <source>Bedroom</source>
        <translation>Dormitorio</translation>
    </message>
    <message>
        <source>Bathroom</source>
        <translation>Baño</translation>
    </message>
    <message>
        <source>Office</source>
        <translation>Despacho</translation>
    </message>
    <message>
        <source>Garden</source>
        <translation>Jardín</translation>
    </message>
    <message>
        <source>Shed</source>
        <translation>Cobertizo</translation>
    </message>
    <message>
        <source>Battery</source>
        <translation>Batería</translation>
    </message>
    <message>
        <source>Hot water</source>
        <translation>Agua caliente</translation>
    </message>
    <message>
        <source>Heat pump</source>
        <translation>Bomba de calor</translation>
    </message>
    <message>
        <source>Car</source>
        <translation>Coche</translation>
    </message>
    <message>
        <source>Oven</source>
        <translation>Horno</translation>
    </message>
    <message>
        <source>Washing machine</source>
        <translation>Lavadora</translation>
    </message>
    <message>
        <source>Fridge</source>
        <translation>Frigorífico</translation>
    </message>
    <message>
        <source>Pump</source>
        <translation>Bomba</translation>
    </message>
</context>
<context>
    <name>pads</name>
    <message>
        <source>The install code printed on the device</source>
        <translation>El código de instalación impreso en el aparato</translation>
    </message>
    <message>
        <source>The device&apos;s address, printed beside it</source>
        <translation>La dirección del aparato, impresa al lado</translation>
    </message>
    <message>
        <source>The installer&apos;s name</source>
        <translation>Nombre del instalador</translation>
    </message>
    <message>
        <source>The customer&apos;s name</source>
        <translation>Nombre del cliente</translation>
    </message>
</context>
<context>
    <name>pin</name>
    <message>
        <source>The agent does not answer.</source>
        <translation>La central no responde.</translation>
    </message>
    <message>
        <source>Nothing was changed.</source>
        <translation>No se cambió nada.</translation>
    </message>
    <message>
        <source>The two were not the same. Choose again.</source>
        <translation>Los dos no eran iguales. Elija otra vez.</translation>
    </message>
    <message>
        <source>Too many wrong tries. Wait %1.</source>
        <translation>Demasiados intentos fallidos. Espere %1.</translation>
    </message>
    <message>
        <source>Installer&apos;s PIN</source>
        <translation>PIN del instalador</translation>
    </message>
    <message>
        <source>Your PIN</source>
        <translation>Su PIN</translation>
    </message>
    <message>
        <source>Your PIN as it is</source>
        <translation>Su PIN actual</translation>
    </message>
    <message>
        <source>A new PIN, 4 to 8 digits</source>
        <translation>Un PIN nuevo, de 4 a 8 cifras</translation>
    </message>
    <message>
        <source>The new PIN again</source>
        <translation>El PIN nuevo otra vez</translation>
    </message>
    <message>
        <source>Looking is free; changing something needs the PIN.</source>
        <translation>Mirar es libre; para cambiar algo hace falta el PIN.</translation>
    </message>
    <message>
        <source>Then everybody who stands here may sell and buy.</source>
        <translation>Entonces podrá vender y comprar quien esté aquí.</translation>
    </message>
    <message>
        <source>It guards this screen against a passing hand.</source>
        <translation>Protege esta pantalla de una mano que pasa.</translation>
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
        <translation>La pantalla se atenúa cuando nadie la toca, a cualquier hora.</translation>
    </message>
    <message>
        <source>The night begins when it ends, so there is none.</source>
        <translation>La noche empieza cuando termina, así que no hay.</translation>
    </message>
    <message>
        <source>From %1 to %2 the screen goes dark when nobody touches it. It is not broken: touch it once and it wakes. That touch presses nothing.</source>
        <translation>De %1 a %2 la pantalla se apaga cuando nadie la toca. No está rota: tóquela una vez y despierta. Ese toque no pulsa nada.</translation>
    </message>
    <message>
        <source>The agent</source>
        <translation>El agente</translation>
    </message>
    <message>
        <source>This screen</source>
        <translation>Esta pantalla</translation>
    </message>
    <message>
        <source>This home&apos;s address on the chain</source>
        <translation>La dirección de esta casa en la cadena</translation>
    </message>
    <message>
        <source>Licence</source>
        <translation>Licencia</translation>
    </message>
    <message>
        <source>GNU General Public License 3 or later. You may use, study, share and improve it.</source>
        <translation>GNU General Public License 3 o posterior. Puede usarlo, estudiarlo, compartirlo y mejorarlo.</translation>
    </message>
    <message>
        <source>Also in it</source>
        <translation>También contiene</translation>
    </message>
    <message>
        <source>The agent last answered</source>
        <translation>La central respondió por última vez</translation>
    </message>
</context>
<context>
    <name>status</name>
    <message>
        <source>The chain contradicts itself. Trading has stopped.</source>
        <translation>La cadena se contradice. El comercio está parado.</translation>
    </message>
    <message>
        <source>Call the market&apos;s operator.</source>
        <translation>Llame al operador del mercado.</translation>
    </message>
    <message>
        <source>The agent does not answer.</source>
        <translation>La central no responde.</translation>
    </message>
    <message>
        <source>Last seen %1.</source>
        <translation>Vista por última vez: %1.</translation>
    </message>
</context>
<context>
    <name>storage</name>
    <message>
        <source>This home takes no part in the storage market.</source>
        <translation>Esta casa no participa en el mercado de baterías.</translation>
    </message>
    <message>
        <source>of %1</source>
        <translation>de %1</translation>
    </message>
    <message>
        <source>nothing is open</source>
        <translation>nada pendiente</translation>
    </message>
    <message>
        <source>report is due</source>
        <translation>toca informar</translation>
    </message>
    <message>
        <source>report in %1</source>
        <translation>informe en %1</translation>
    </message>
    <message>
        <source>The battery&apos;s owner gets %1 of it</source>
        <translation>El dueño de la batería recibe %1</translation>
    </message>
    <message>
        <source>nothing is locked</source>
        <translation>nada bloqueado</translation>
    </message>
    <message>
        <source>%1 locked</source>
        <translation>%1 bloqueado</translation>
    </message>
    <message>
        <source>Not known what it does now</source>
        <translation>No se sabe qué hace ahora</translation>
    </message>
    <message>
        <source>Resting</source>
        <translation>En reposo</translation>
    </message>
    <message>
        <source>Charging with %1</source>
        <translation>Carga con %1</translation>
    </message>
    <message>
        <source>Giving %1</source>
        <translation>Entrega %1</translation>
    </message>
    <message>
        <source>%1 into the battery</source>
        <translation>%1 a la batería</translation>
    </message>
    <message>
        <source>%1 out of the battery</source>
        <translation>%1 de la batería</translation>
    </message>
    <message>
        <source>%1 in the battery</source>
        <translation>%1 en la batería</translation>
    </message>
    <message>
        <source>waits</source>
        <translation>espera</translation>
    </message>
    <message>
        <source>sent</source>
        <translation>enviado</translation>
    </message>
    <message>
        <source>in a block</source>
        <translation>en un bloque</translation>
    </message>
    <message>
        <source>accepted</source>
        <translation>aceptado</translation>
    </message>
    <message>
        <source>refused</source>
        <translation>rechazado</translation>
    </message>
    <message>
        <source>had no effect</source>
        <translation>sin efecto</translation>
    </message>
    <message>
        <source>Your session</source>
        <translation>Su sesión</translation>
    </message>
    <message>
        <source>Session of %1</source>
        <translation>Sesión de %1</translation>
    </message>
    <message>
        <source>until %1</source>
        <translation>hasta las %1</translation>
    </message>
</context>
<context>
    <name>street</name>
    <message>
        <source>The street comes from the agent.</source>
        <translation>La calle viene de la central.</translation>
    </message>
    <message>
        <source>This agent cannot show that yet; update it.</source>
        <translation>Esta central aún no puede mostrarlo; actualícela.</translation>
    </message>
    <message>
        <source>Asking the agent …</source>
        <translation>Preguntando a la central …</translation>
    </message>
    <message>
        <source>%1 trades, together %2.</source>
        <translation>%1 operaciones, en total %2.</translation>
    </message>
    <message>
        <source>One trade, %2.</source>
        <translation>Una operación, %2.</translation>
    </message>
    <message>
        <source>Nobody traded.</source>
        <translation>Nadie operó.</translation>
    </message>
    <message>
        <source>Your home was not among them.</source>
        <translation>Su casa no estaba entre ellas.</translation>
    </message>
    <message>
        <source>The street&apos;s network is not known yet.</source>
        <translation>Aún no se conoce la red de la calle.</translation>
    </message>
    <message>
        <source>you sold %1 · %2 away</source>
        <translation>usted vendió %1 · a %2</translation>
    </message>
    <message>
        <source>you bought %1 · %2 away</source>
        <translation>usted compró %1 · a %2</translation>
    </message>
    <message>
        <source>Round %1</source>
        <translation>Ronda %1</translation>
    </message>
    <message>
        <source>Round of %1</source>
        <translation>Ronda de las %1</translation>
    </message>
    <message>
        <source>They meet at %1.</source>
        <translation>Se encuentran en %1.</translation>
    </message>
    <message>
        <source>The result is not there yet.</source>
        <translation>El resultado aún no está.</translation>
    </message>
    <message>
        <source>The round was cancelled; nobody pays anything.</source>
        <translation>La ronda se anuló; nadie paga nada.</translation>
    </message>
    <message>
        <source>They do not meet: nobody traded.</source>
        <translation>No se encuentran: nadie operó.</translation>
    </message>
    <message>
        <source>%1 orders.</source>
        <translation>%1 órdenes.</translation>
    </message>
    <message>
        <source>✓ Proven on the chain, block %1.</source>
        <translation>✓ Probado en la cadena, bloque %1.</translation>
    </message>
    <message>
        <source>Nobody ordered.</source>
        <translation>Nadie dio una orden.</translation>
    </message>
    <message>
        <source>Your home had no order.</source>
        <translation>Su casa no tenía orden.</translation>
    </message>
    <message>
        <source>You: sell up to %1 for at least %2.</source>
        <translation>Usted: vender hasta %1 por al menos %2.</translation>
    </message>
    <message>
        <source>You: buy up to %1 for at most %2.</source>
        <translation>Usted: comprar hasta %1 por un máximo de %2.</translation>
    </message>
    <message>
        <source>Last price: %1, at %2.</source>
        <translation>Último precio: %1, a las %2.</translation>
    </message>
    <message>
        <source>Between %1 and %2.</source>
        <translation>Entre %1 y %2.</translation>
    </message>
    <message>
        <source>In %1 of %2 rounds nobody traded.</source>
        <translation>En %1 de %2 rondas nadie operó.</translation>
    </message>
    <message>
        <source>● Rounds in which you traded.</source>
        <translation>● Rondas en las que usted operó.</translation>
    </message>
    <message>
        <source>No round has had a price yet.</source>
        <translation>Ninguna ronda ha tenido precio aún.</translation>
    </message>
    <message>
        <source>The agent&apos;s answer could not be understood: %1.</source>
        <translation>No se pudo entender la respuesta de la central: %1.</translation>
    </message>
</context>
<context>
    <name>texts</name>
    <message>
        <source>at %1</source>
        <translation>a las %1</translation>
    </message>
    <message>
        <source>just now</source>
        <translation>ahora mismo</translation>
    </message>
    <message>
        <source>%1 s ago</source>
        <translation>hace %1 s</translation>
    </message>
    <message>
        <source>%1 min ago</source>
        <translation>hace %1 min</translation>
    </message>
    <message>
        <source>%1 h ago</source>
        <translation>hace %1 h</translation>
    </message>
</context>
<context>
    <name>trade</name>
    <message>
        <source>No forecast yet</source>
        <translation>Aún sin previsión</translation>
    </message>
    <message>
        <source>Left over: about %1</source>
        <translation>Sobra: cerca de %1</translation>
    </message>
    <message>
        <source>Missing: about %1</source>
        <translation>Falta: cerca de %1</translation>
    </message>
    <message>
        <source>The agent decides</source>
        <translation>La central decide</translation>
    </message>
    <message>
        <source>about %1</source>
        <translation>≈ %1</translation>
    </message>
    <message>
        <source>Preferably within (1 home)</source>
        <translation>Mejor a menos de (1 casa)</translation>
    </message>
    <message>
        <source>Preferably within (%1 homes)</source>
        <translation>Mejor a menos de (%1 casas)</translation>
    </message>
    <message>
        <source>anywhere</source>
        <translation>donde sea</translation>
    </message>
    <message>
        <source>Next round</source>
        <translation>Próxima ronda</translation>
    </message>
    <message>
        <source>Round closes in</source>
        <translation>La ronda cierra en</translation>
    </message>
    <message>
        <source>Next round in</source>
        <translation>Próxima ronda en</translation>
    </message>
    <message>
        <source>The agent does not answer.</source>
        <translation>La central no responde.</translation>
    </message>
    <message>
        <source>One thing has to be corrected</source>
        <translation>Hay que corregir una cosa</translation>
    </message>
    <message>
        <source>%1 things have to be corrected</source>
        <translation>Hay que corregir %1 cosas</translation>
    </message>
    <message>
        <source>Then press Update Values.</source>
        <translation>Luego pulse Corregir.</translation>
    </message>
    <message>
        <source>Selling needs a surplus.</source>
        <translation>Para vender hace falta excedente.</translation>
    </message>
    <message>
        <source>Set Values replaces it</source>
        <translation>Fijar valores la sustituye</translation>
    </message>
    <message>
        <source>Waiting for the next round, %1</source>
        <translation>Espera la próxima ronda, %1</translation>
    </message>
    <message>
        <source>Press Start to begin.</source>
        <translation>Pulse Empezar.</translation>
    </message>
    <message>
        <source>Opt in to take part in trading.</source>
        <translation>Elija Participar para operar.</translation>
    </message>
    <message>
        <source>Choose whether to sell or to buy.</source>
        <translation>Elija vender o comprar.</translation>
    </message>
    <message>
        <source>Choose who decides the amount: you or the agent.</source>
        <translation>Elija quién decide la cantidad: usted o la central.</translation>
    </message>
    <message>
        <source>Set the range of prices.</source>
        <translation>Fije el margen de precios.</translation>
    </message>
    <message>
        <source>Set the amount.</source>
        <translation>Fije la cantidad.</translation>
    </message>
    <message>
        <source>Everything is chosen. Press Set Values.</source>
        <translation>Todo elegido. Pulse Fijar valores.</translation>
    </message>
    <message>
        <source>Nothing more to do here.</source>
        <translation>Aquí no hay nada más que hacer.</translation>
    </message>
    <message>
        <source>Last rounds: %1 to %2, the last one %3</source>
        <translation>Últimas rondas: de %1 a %2, la última %3</translation>
    </message>
    <message>
        <source>Sell</source>
        <translation>Venta</translation>
    </message>
    <message>
        <source>Buy</source>
        <translation>Compra</translation>
    </message>
    <message>
        <source>Sell what is left over for at least %2</source>
        <translation>Vender lo que sobra por al menos %2</translation>
    </message>
    <message>
        <source>Buy what is missing for at most %2</source>
        <translation>Comprar lo que falta por un máximo de %2</translation>
    </message>
    <message>
        <source>Sell up to %1 for at least %2</source>
        <translation>Vender hasta %1 por al menos %2</translation>
    </message>
    <message>
        <source>Buy up to %1 for at most %2</source>
        <translation>Comprar hasta %1 por un máximo de %2</translation>
    </message>
    <message>
        <source>The agent has not said yet what this brings or costs.</source>
        <translation>La central aún no ha dicho qué aporta o cuesta esto.</translation>
    </message>
    <message>
        <source>All of it sold brings %1 or more.</source>
        <translation>Si se vende todo, aporta %1 o más.</translation>
    </message>
    <message>
        <source>All of it bought costs %1 or less.</source>
        <translation>Si se compra todo, cuesta %1 o menos.</translation>
    </message>
    <message>
        <source>At worst it costs %1: the network charge may be above the price.</source>
        <translation>En el peor caso cuesta %1: el peaje de red puede superar el precio.</translation>
    </message>
    <message>
        <source>It can never cost more than %1; so much is held ready.</source>
        <translation>Nunca puede costar más de %1; esa suma queda reservada.</translation>
    </message>
    <message>
        <source>Network charge with a partner %1 away: %2.</source>
        <translation>Peaje de red con un socio a %1: %2.</translation>
    </message>
    <message>
        <source>It waits for the next round, which opens in %1.</source>
        <translation>Espera la próxima ronda, que abre en %1.</translation>
    </message>
    <message>
        <source>It replaces your order of this round: %1.</source>
        <translation>Sustituye su orden de esta ronda: %1.</translation>
    </message>
    <message>
        <source>It is repeated every round until you stop it.</source>
        <translation>Se repite cada ronda hasta que usted lo pare.</translation>
    </message>
    <message>
        <source>The agent decides the amount anew each round.</source>
        <translation>La central decide la cantidad de nuevo en cada ronda.</translation>
    </message>
    <message>
        <source>If you deliver only %1 of %2 you get %3 less, %4 of it as a penalty.</source>
        <translation>Si entrega solo %1 de %2, recibe %3 menos, de ello %4 como penalización.</translation>
    </message>
    <message>
        <source>If you use only %1 of %2 you pay a penalty of %4.</source>
        <translation>Si usa solo %1 de %2, paga %4 de penalización.</translation>
    </message>
</context>
<context>
    <name>way</name>
    <message>
        <source>In a block</source>
        <translation>En un bloque</translation>
    </message>
    <message>
        <source>In block %1</source>
        <translation>En el bloque %1</translation>
    </message>
    <message>
        <source>Queued</source>
        <translation>En cola</translation>
    </message>
    <message>
        <source>Sent</source>
        <translation>Enviada</translation>
    </message>
    <message>
        <source>Final</source>
        <translation>Definitiva</translation>
    </message>
    <message>
        <source>Traded</source>
        <translation>Cerrada</translation>
    </message>
    <message>
        <source>Not traded</source>
        <translation>Sin trato</translation>
    </message>
    <message>
        <source>Round void</source>
        <translation>Ronda nula</translation>
    </message>
    <message>
        <source>Refused</source>
        <translation>Rechazada</translation>
    </message>
    <message>
        <source>Too late</source>
        <translation>Tarde</translation>
    </message>
    <message>
        <source>Result</source>
        <translation>Resultado</translation>
    </message>
    <message>
        <source>Sells %1 for at least %2</source>
        <translation>Vende %1 por al menos %2</translation>
    </message>
    <message>
        <source>Buys %1 for at most %2</source>
        <translation>Compra %1 por un máximo de %2</translation>
    </message>
    <message>
        <source>Being signed</source>
        <translation>Se está firmando</translation>
    </message>
    <message>
        <source>Sent, in no block yet</source>
        <translation>Enviada, aún en ningún bloque</translation>
    </message>
    <message>
        <source>Final in block %1</source>
        <translation>Definitiva en el bloque %1</translation>
    </message>
</context>
</TS>
