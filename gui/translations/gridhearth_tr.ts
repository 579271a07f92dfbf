<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="tr">
<context>
    <name>Alerts</name>
    <message>
        <source>Alerts</source>
        <translation>Uyarılar</translation>
    </message>
</context>
<context>
    <name>Amounts</name>
    <message>
        <source>Settlement: who decides</source>
        <translation>Uzlaşma: kim karar verir</translation>
    </message>
    <message>
        <source>Manual</source>
        <translation>Elle</translation>
    </message>
    <message>
        <source>Automatic</source>
        <translation>Otomatik</translation>
    </message>
    <message>
        <source>Amount of energy</source>
        <translation>Enerji miktarı</translation>
    </message>
</context>
<context>
    <name>Battery</name>
    <message>
        <source>Counted in</source>
        <translation>Sayılan giren</translation>
    </message>
    <message>
        <source>Counted out</source>
        <translation>Sayılan çıkan</translation>
    </message>
    <message>
        <source>Not yet reported</source>
        <translation>Henüz bildirilmedi</translation>
    </message>
    <message>
        <source>In the chain&apos;s books</source>
        <translation>Zincirin defterinde</translation>
    </message>
    <message>
        <source>Nothing was reported yet</source>
        <translation>Henüz bir şey bildirilmedi</translation>
    </message>
    <message>
        <source>Report now</source>
        <translation>Şimdi bildir</translation>
    </message>
</context>
<context>
    <name>Buttons</name>
    <message>
        <source>Start</source>
        <translation>Başla</translation>
    </message>
    <message>
        <source>Reset</source>
        <translation>Sıfırla</translation>
    </message>
    <message>
        <source>Set Values</source>
        <translation>Değerleri ver</translation>
    </message>
    <message>
        <source>Update Values</source>
        <translation>Düzelt</translation>
    </message>
</context>
<context>
    <name>Choices</name>
    <message>
        <source>Opt in</source>
        <translation>Katıl</translation>
    </message>
    <message>
        <source>Opt out</source>
        <translation>Katılma</translation>
    </message>
    <message>
        <source>None</source>
        <translation>Hiçbiri</translation>
    </message>
    <message>
        <source>Sell</source>
        <translation>Sat</translation>
    </message>
    <message>
        <source>Buy</source>
        <translation>Al</translation>
    </message>
</context>
<context>
    <name>ConfirmSheet</name>
    <message>
        <source>Not now</source>
        <translation>Şimdi değil</translation>
    </message>
</context>
<context>
    <name>Credit</name>
    <message>
        <source>Energy credit</source>
        <translation>Enerji alacağı</translation>
    </message>
    <message>
        <source>Money credit</source>
        <translation>Para alacağı</translation>
    </message>
    <message>
        <source>1 kWh in brings</source>
        <translation>1 kWh girerse</translation>
    </message>
    <message>
        <source>1 kWh out takes</source>
        <translation>1 kWh çıkarsa</translation>
    </message>
</context>
<context>
    <name>Devices</name>
    <message>
        <source>Devices</source>
        <translation>Cihazlar</translation>
    </message>
    <message>
        <source>Meters and devices</source>
        <translation>Sayaçlar ve cihazlar</translation>
    </message>
    <message>
        <source>On</source>
        <translation>Açık</translation>
    </message>
    <message>
        <source>Off</source>
        <translation>Kapalı</translation>
    </message>
    <message>
        <source>Surplus</source>
        <translation>Fazla</translation>
    </message>
</context>
<context>
    <name>History</name>
    <message>
        <source>Day</source>
        <translation>Gün</translation>
    </message>
    <message>
        <source>Week</source>
        <translation>Hafta</translation>
    </message>
    <message>
        <source>Month</source>
        <translation>Ay</translation>
    </message>
    <message>
        <source>Year</source>
        <translation>Yıl</translation>
    </message>
    <message>
        <source>Energy</source>
        <translation>Enerji</translation>
    </message>
    <message>
        <source>Money</source>
        <translation>Para</translation>
    </message>
</context>
<context>
    <name>Home</name>
    <message>
        <source>Price</source>
        <translation>Fiyat</translation>
    </message>
    <message>
        <source>touch to see</source>
        <translation>görmek için dokun</translation>
    </message>
    <message>
        <source>The last trade is covered.</source>
        <translation>Son işlem gizli.</translation>
    </message>
</context>
<context>
    <name>Information</name>
    <message>
        <source>Information</source>
        <translation>Bilgi</translation>
    </message>
    <message>
        <source>Earlier</source>
        <translation>Önceki</translation>
    </message>
    <message>
        <source>Later</source>
        <translation>Sonraki</translation>
    </message>
    <message>
        <source>To be corrected</source>
        <translation>Düzeltilecek</translation>
    </message>
    <message>
        <source>Your choice</source>
        <translation>Seçiminiz</translation>
    </message>
    <message>
        <source>Trades</source>
        <translation>İşlemler</translation>
    </message>
    <message>
        <source>Settlement</source>
        <translation>Hesaplaşma</translation>
    </message>
</context>
<context>
    <name>Installer</name>
    <message>
        <source>Installer</source>
        <translation>Kurulum</translation>
    </message>
    <message>
        <source>Enter the installer&apos;s PIN</source>
        <translation>Kurulumcu PIN&apos;ini gir</translation>
    </message>
    <message>
        <source>A name for %1</source>
        <translation>%1 için bir ad</translation>
    </message>
    <message>
        <source>No name</source>
        <translation>Adsız</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Vazgeç</translation>
    </message>
</context>
<context>
    <name>Keys</name>
    <message>
        <source>Cancel</source>
        <translation>Vazgeç</translation>
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
        <translation>Giriş</translation>
    </message>
    <message>
        <source>Trade</source>
        <translation>Ticaret</translation>
    </message>
    <message>
        <source>History</source>
        <translation>Geçmiş</translation>
    </message>
    <message>
        <source>Street</source>
        <translation>Sokak</translation>
    </message>
    <message>
        <source>More</source>
        <translation>Diğer</translation>
    </message>
</context>
<context>
    <name>More</name>
    <message>
        <source>Alerts</source>
        <translation>Uyarılar</translation>
    </message>
    <message>
        <source>Meters and devices</source>
        <translation>Sayaçlar ve cihazlar</translation>
    </message>
    <message>
        <source>Battery and stored energy</source>
        <translation>Batarya ve depo</translation>
    </message>
    <message>
        <source>This screen</source>
        <translation>Bu ekran</translation>
    </message>
    <message>
        <source>Installer</source>
        <translation>Kurulum</translation>
    </message>
</context>
<context>
    <name>Neighbourhood</name>
    <message>
        <source>Map</source>
        <translation>Harita</translation>
    </message>
    <message>
        <source>Offers</source>
        <translation>Teklifler</translation>
    </message>
    <message>
        <source>Prices</source>
        <translation>Fiyatlar</translation>
    </message>
</context>
<context>
    <name>Partners</name>
    <message>
        <source>Repeat every round</source>
        <translation>Her turda tekrarla</translation>
    </message>
    <message>
        <source>No</source>
        <translation>Hayır</translation>
    </message>
    <message>
        <source>Yes</source>
        <translation>Evet</translation>
    </message>
    <message>
        <source>Preferably within</source>
        <translation>Tercihen en çok</translation>
    </message>
</context>
<context>
    <name>PinSheet</name>
    <message>
        <source>Cancel</source>
        <translation>Vazgeç</translation>
    </message>
</context>
<context>
    <name>Prices</name>
    <message>
        <source>from</source>
        <translation>en az</translation>
    </message>
    <message>
        <source>to</source>
        <translation>en çok</translation>
    </message>
</context>
<context>
    <name>Sessions</name>
    <message>
        <source>Start a session</source>
        <translation>Oturum başlat</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Durdur</translation>
    </message>
</context>
<context>
    <name>Settings</name>
    <message>
        <source>This screen</source>
        <translation>Bu ekran</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>Dil</translation>
    </message>
    <message>
        <source>PIN</source>
        <translation>PIN</translation>
    </message>
    <message>
        <source>A PIN is asked for before anything is changed. Looking needs none.</source>
        <translation>Bir şey değişmeden önce PIN sorulur. Bakmak serbesttir.</translation>
    </message>
    <message>
        <source>Without a PIN everybody who stands here may sell and buy. Looking never needs one.</source>
        <translation>PIN yoksa burada duran herkes alıp satabilir. Bakmak için hiç gerekmez.</translation>
    </message>
    <message>
        <source>Change the PIN</source>
        <translation>PIN&apos;i değiştir</translation>
    </message>
    <message>
        <source>Set a PIN</source>
        <translation>PIN belirle</translation>
    </message>
    <message>
        <source>Remove the PIN</source>
        <translation>PIN&apos;i kaldır</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>Işık</translation>
    </message>
    <message>
        <source>A panel lasts about two years at full light day and night, much longer when it dims.</source>
        <translation>Bir ekran gece gündüz tam ışıkta yaklaşık iki yıl dayanır, kısılırsa çok daha uzun.</translation>
    </message>
    <message>
        <source>Brightness</source>
        <translation>Parlaklık</translation>
    </message>
    <message>
        <source>Dims when untouched for</source>
        <translation>Dokunulmazsa kısılır, süre</translation>
    </message>
    <message>
        <source>Dark colours</source>
        <translation>Koyu renkler</translation>
    </message>
    <message>
        <source>A new alert wakes the screen</source>
        <translation>Yeni bir uyarı ekranı uyandırır</translation>
    </message>
    <message>
        <source>Dark at night</source>
        <translation>Gece karanlık</translation>
    </message>
    <message>
        <source>The night begins at</source>
        <translation>Gece başlangıcı</translation>
    </message>
    <message>
        <source>It ends at</source>
        <translation>Gece bitişi</translation>
    </message>
    <message>
        <source>Hide amounts of money</source>
        <translation>Para tutarlarını gizle</translation>
    </message>
    <message>
        <source>The first page shows dots instead; a touch shows the amounts for half a minute.</source>
        <translation>İlk sayfa nokta gösterir; dokununca tutarlar yarım dakika görünür.</translation>
    </message>
    <message>
        <source>About</source>
        <translation>Hakkında</translation>
    </message>
    <message>
        <source>For the installer</source>
        <translation>Kurulumcu için</translation>
    </message>
</context>
<context>
    <name>Storage</name>
    <message>
        <source>Battery</source>
        <translation>Batarya</translation>
    </message>
    <message>
        <source>Stored energy</source>
        <translation>Depolanan enerji</translation>
    </message>
    <message>
        <source>Sessions</source>
        <translation>Oturumlar</translation>
    </message>
    <message>
        <source>Credit</source>
        <translation>Alacak</translation>
    </message>
</context>
<context>
    <name>Work</name>
    <message>
        <source>The load</source>
        <translation>Yük</translation>
    </message>
    <message>
        <source>The home&apos;s fuse</source>
        <translation>Evin sigortası</translation>
    </message>
    <message>
        <source>Phases</source>
        <translation>Faz sayısı</translation>
    </message>
</context>
<context>
    <name>alerts</name>
    <message>
        <source>Nothing can be said now.</source>
        <translation>Şu anda bir şey söylenemiyor.</translation>
    </message>
    <message>
        <source>What is below was true when the agent last answered.</source>
        <translation>Aşağıdakiler, merkez birim son yanıt verdiğinde doğruydu.</translation>
    </message>
    <message>
        <source>The agent does less now</source>
        <translation>Merkez birim şimdi daha az iş yapıyor</translation>
    </message>
    <message>
        <source>All is well</source>
        <translation>Her şey yolunda</translation>
    </message>
    <message>
        <source>Meters, market and chain work as they should.</source>
        <translation>Sayaçlar, pazar ve zincir gerektiği gibi çalışıyor.</translation>
    </message>
    <message>
        <source>1 thing needs attention</source>
        <translation>1 konu ilgi bekliyor</translation>
    </message>
    <message>
        <source>%1 things need attention</source>
        <translation>%1 konu ilgi bekliyor</translation>
    </message>
    <message>
        <source>Trades</source>
        <translation>Ticaret yapar</translation>
    </message>
    <message>
        <source>buys and sells</source>
        <translation>alır ve satar</translation>
    </message>
    <message>
        <source>Reports</source>
        <translation>Bildirir</translation>
    </message>
    <message>
        <source>no trading</source>
        <translation>ticaret yok</translation>
    </message>
    <message>
        <source>Measures</source>
        <translation>Ölçer</translation>
    </message>
    <message>
        <source>nothing goes out</source>
        <translation>dışarı bir şey gitmez</translation>
    </message>
    <message>
        <source>Safe mode</source>
        <translation>Güvenli kip</translation>
    </message>
    <message>
        <source>decides nothing</source>
        <translation>karar vermez</translation>
    </message>
    <message>
        <source>Nothing is traded now; what is metered is still reported.</source>
        <translation>Şu anda alım satım yok; ölçülenler bildirilmeye devam ediyor.</translation>
    </message>
    <message>
        <source>It only measures and shows now; nothing leaves the house.</source>
        <translation>Şu anda yalnızca ölçüyor ve gösteriyor; evden dışarı bir şey çıkmıyor.</translation>
    </message>
    <message>
        <source>Safe mode: nothing is traded, relays are switched safe.</source>
        <translation>Güvenli kip: alım satım yok, röleler güvenli konumda.</translation>
    </message>
    <message>
        <source>since %1</source>
        <translation>%1 itibarıyla</translation>
    </message>
</context>
<context>
    <name>answers</name>
    <message>
        <source>The agent&apos;s answer could not be understood.</source>
        <translation>Merkez birimin yanıtı anlaşılamadı.</translation>
    </message>
</context>
<context>
    <name>charts</name>
    <message>
        <source>offered, %1</source>
        <translation>sunulan, %1</translation>
    </message>
    <message>
        <source>wanted</source>
        <translation>istenen</translation>
    </message>
    <message>
        <source>yours</source>
        <translation>sizinki</translation>
    </message>
    <message>
        <source>earned, %1</source>
        <translation>kazanılan, %1</translation>
    </message>
    <message>
        <source>spent</source>
        <translation>harcanan</translation>
    </message>
    <message>
        <source>penalty</source>
        <translation>ceza</translation>
    </message>
    <message>
        <source>made, kWh</source>
        <translation>üretilen, kWh</translation>
    </message>
    <message>
        <source>given</source>
        <translation>verilen</translation>
    </message>
    <message>
        <source>drawn</source>
        <translation>çekilen</translation>
    </message>
    <message>
        <source>expected</source>
        <translation>beklenen</translation>
    </message>
    <message>
        <source>made, kW</source>
        <translation>üretilen, kW</translation>
    </message>
    <message>
        <source>used, kW</source>
        <translation>kullanılan, kW</translation>
    </message>
    <message>
        <source>given to the grid, kW</source>
        <translation>şebekeye verilen, kW</translation>
    </message>
    <message>
        <source>drawn from it, kW</source>
        <translation>şebekeden çekilen, kW</translation>
    </message>
    <message>
        <source>your home</source>
        <translation>eviniz</translation>
    </message>
    <message>
        <source>partners</source>
        <translation>ortaklar</translation>
    </message>
    <message>
        <source>others</source>
        <translation>diğerleri</translation>
    </message>
</context>
<context>
    <name>daemon</name>
    <message>
        <source>Somebody else has sent a transaction with this home&apos;s key. Trading has stopped.</source>
        <translation>Başka biri bu evin anahtarıyla bir şey gönderdi. Ticaret durdu.</translation>
    </message>
    <message>
        <source>Call your installer: the key must be replaced.</source>
        <translation>Kurulumcunuzu arayın: anahtar değiştirilmeli.</translation>
    </message>
    <message>
        <source>The chain contradicts itself: %1. Trading has stopped.</source>
        <translation>Zincir kendisiyle çelişiyor: %1. Ticaret durdu.</translation>
    </message>
    <message>
        <source>Call the market&apos;s operator.</source>
        <translation>Pazar işletmecisini arayın.</translation>
    </message>
    <message>
        <source>The market&apos;s chain cannot be followed: %1.</source>
        <translation>Pazarın zinciri izlenemiyor: %1.</translation>
    </message>
    <message>
        <source>The market&apos;s chain cannot be followed (%1).</source>
        <translation>Pazarın zinciri izlenemiyor (%1).</translation>
    </message>
    <message>
        <source>Nothing, if it passes within minutes; else check the internet connection.</source>
        <translation>Birkaç dakikada geçerse hiçbir şey; geçmezse internet bağlantısına bakın.</translation>
    </message>
    <message>
        <source>The operator&apos;s statement for cycle %1 says %2, the chain proves %3.</source>
        <translation>İşletmecinin %1. tur hesabı %2 diyor, zincir %3 olduğunu kanıtlıyor.</translation>
    </message>
    <message>
        <source>What the chain proves holds. Ask the operator about it.</source>
        <translation>Zincirin kanıtladığı geçerlidir. İşletmeciye sorun.</translation>
    </message>
    <message>
        <source>This home is not enrolled in the market.</source>
        <translation>Bu ev pazara kayıtlı değil.</translation>
    </message>
    <message>
        <source>Ask the market&apos;s operator to enrol it.</source>
        <translation>Pazar işletmecisinden kaydetmesini isteyin.</translation>
    </message>
    <message>
        <source>The home&apos;s chain account cannot pay for transactions.</source>
        <translation>Evin zincirdeki hesabı gönderme ücretini ödeyemiyor.</translation>
    </message>
    <message>
        <source>Ask the market&apos;s operator to fund it.</source>
        <translation>Pazar işletmecisinden doldurmasını isteyin.</translation>
    </message>
    <message>
        <source>The orders of cycle %1 could not be cleared: %2.</source>
        <translation>%1. turun emirleri eşleştirilemedi: %2.</translation>
    </message>
    <message>
        <source>Tell the market&apos;s operator.</source>
        <translation>Pazar işletmecisine bildirin.</translation>
    </message>
    <message>
        <source>Check the meter and the radio link. Nothing is sold until it reports again.</source>
        <translation>Sayacı ve telsizi denetleyin. Yeniden bildirene dek bir şey satılmaz.</translation>
    </message>
    <message>
        <source>Delivery reports cannot be sent: %1.</source>
        <translation>Teslim bildirimleri gönderilemiyor: %1.</translation>
    </message>
    <message>
        <source>Nothing: they are kept and sent when the line is back.</source>
        <translation>Hiçbir şey: saklanır, hat gelince gönderilir.</translation>
    </message>
    <message>
        <source>Nothing: it begins by itself. The lost box must not run again.</source>
        <translation>Bir şey gerekmez: kendiliğinden başlar. Kaybolan kutu bir daha çalışmamalı.</translation>
    </message>
    <message>
        <source>Another box with its key was at work meanwhile.</source>
        <translation>Bu arada aynı anahtarla başka bir kutu çalıştı.</translation>
    </message>
    <message>
        <source>The clock is not set yet, so nothing is traded.</source>
        <translation>Saat henüz ayarlı değil, bu yüzden ticaret yapılmıyor.</translation>
    </message>
    <message>
        <source>Check the internet connection; the time comes from there.</source>
        <translation>İnternet bağlantısına bakın; saat oradan gelir.</translation>
    </message>
    <message>
        <source>not yet connected to the chain</source>
        <translation>zincire henüz bağlı değil</translation>
    </message>
    <message>
        <source>not yet connected to the broker</source>
        <translation>aracıya henüz bağlı değil</translation>
    </message>
    <message>
        <source>no new block for %1 s</source>
        <translation>%1 sn süredir yeni blok yok</translation>
    </message>
    <message>
        <source>following the chain</source>
        <translation>zincir izleniyor</translation>
    </message>
    <message>
        <source>No meter has reported yet.</source>
        <translation>Henüz hiçbir sayaç bildirmedi.</translation>
    </message>
    <message>
        <source>No grid meter has been chosen yet.</source>
        <translation>Henüz şebeke sayacı seçilmedi.</translation>
    </message>
    <message>
        <source>Nothing is traded.</source>
        <translation>Ticaret yapılmıyor.</translation>
    </message>
    <message>
        <source>An installer pairs the meter and gives it its role: gridhearth pair.</source>
        <translation>Kurulumcu sayacı eşleştirir ve görevini verir: gridhearth pair.</translation>
    </message>
    <message>
        <source>Look whether it has power and is in reach; until it answers, switch it by hand.</source>
        <translation>Elektriği var mı, menzilde mi bakın; yanıt verene dek elle açıp kapatın.</translation>
    </message>
    <message>
        <source>The relay does not answer; it may be on or off.</source>
        <translation>Röle yanıt vermiyor; açık da olabilir kapalı da.</translation>
    </message>
    <message>
        <source>The relay is on although it was told otherwise.</source>
        <translation>Röle, tersi söylendiği hâlde açık.</translation>
    </message>
    <message>
        <source>The relay is off although it was told otherwise.</source>
        <translation>Röle, tersi söylendiği hâlde kapalı.</translation>
    </message>
    <message>
        <source>The radio does not work: %1</source>
        <translation>Telsiz çalışmıyor: %1</translation>
    </message>
    <message>
        <source>Look whether the stick is plugged in and no other program uses it; pull it out and put it back.</source>
        <translation>Çubuk takılı mı, başka program kullanıyor mu bakın; çıkarıp yeniden takın.</translation>
    </message>
    <message>
        <source>The stick has no network: %1</source>
        <translation>Çubuğun ağı yok: %1</translation>
    </message>
    <message>
        <source>An installer restores the home&apos;s backup (gridhearth radio restore), or forms a new network (gridhearth radio form).</source>
        <translation>Kurulumcu evin yedeğini geri yükler (gridhearth radio restore) ya da yeni ağ kurar (gridhearth radio form).</translation>
    </message>
    <message>
        <source>The stick holds another home&apos;s network: %1</source>
        <translation>Çubukta başka bir evin ağı var: %1</translation>
    </message>
    <message>
        <source>Put the home&apos;s own stick back, or restore its backup: gridhearth radio restore.</source>
        <translation>Evin kendi çubuğunu takın ya da yedeğini geri yükleyin: gridhearth radio restore.</translation>
    </message>
    <message>
        <source>%1 (grid meter)</source>
        <translation>%1 (şebeke sayacı)</translation>
    </message>
    <message>
        <source>%1 (generation meter)</source>
        <translation>%1 (üretim sayacı)</translation>
    </message>
    <message>
        <source>%1 (storage meter)</source>
        <translation>%1 (depo sayacı)</translation>
    </message>
    <message>
        <source>%1 is not in the radio&apos;s network.</source>
        <translation>%1 telsiz ağında değil.</translation>
    </message>
    <message>
        <source>Pair it again, or give its role to another meter: gridhearth devices.</source>
        <translation>Yeniden eşleştirin ya da görevini başka sayaca verin: gridhearth devices.</translation>
    </message>
    <message>
        <source>%1 cannot be used: %2</source>
        <translation>%1 kullanılamıyor: %2</translation>
    </message>
    <message>
        <source>Ask the installer: the meter&apos;s scale must be known before its energy counts.</source>
        <translation>Kurulumcuya sorun: enerjisi sayılmadan önce sayacın ölçeği bilinmeli.</translation>
    </message>
    <message>
        <source>Look whether it has power and is in reach; then gridhearth devices configure.</source>
        <translation>Elektriği var mı, menzilde mi bakın; sonra gridhearth devices configure.</translation>
    </message>
    <message>
        <source>%1 has gone silent.</source>
        <translation>%1 sustu.</translation>
    </message>
    <message>
        <source>The clock is not trusted yet.</source>
        <translation>Saate henüz güvenilmiyor.</translation>
    </message>
    <message>
        <source>Too few readings yet to judge.</source>
        <translation>Karar için henüz çok az ölçüm var.</translation>
    </message>
    <message>
        <source>Meter %1 has never reported.</source>
        <translation>%1 sayacı hiç bildirmedi.</translation>
    </message>
    <message>
        <source>Meter %1 has not reported yet.</source>
        <translation>%1 sayacı henüz bildirmedi.</translation>
    </message>
    <message>
        <source>Meter %1 is dated later than now; the clock may have been set back.</source>
        <translation>%1 sayacının saati şimdiden ileri; saat geri alınmış olabilir.</translation>
    </message>
    <message>
        <source>Meter %1 reports registers that cannot be right (%2) for %3; an installer must look at it.</source>
        <translation>%1 sayacı %3 süredir doğru olamayacak değerler veriyor (%2); kurulumcu bakmalı.</translation>
    </message>
    <message>
        <source>Meter %1 has been silent for %2.</source>
        <translation>%1 sayacı %2 süredir susuyor.</translation>
    </message>
    <message>
        <source>The meter has been silent for %1.</source>
        <translation>Sayaç %1 süredir susuyor.</translation>
    </message>
    <message>
        <source>Your home uses %1 more than it makes (makes %2, uses %3).</source>
        <translation>Eviniz ürettiğinden %1 fazla harcıyor (üretim %2, tüketim %3).</translation>
    </message>
    <message>
        <source>Your home uses %1 more than it makes.</source>
        <translation>Eviniz ürettiğinden %1 fazla harcıyor.</translation>
    </message>
    <message>
        <source>Your home makes %1 more than it uses (makes %2, uses %3).</source>
        <translation>Eviniz harcadığından %1 fazla üretiyor (üretim %2, tüketim %3).</translation>
    </message>
    <message>
        <source>Your home makes %1 more than it uses.</source>
        <translation>Eviniz harcadığından %1 fazla üretiyor.</translation>
    </message>
    <message>
        <source>Your home makes %1 more than it uses (makes %2, uses %3); surplus begins at %4.</source>
        <translation>Eviniz harcadığından %1 fazla üretiyor (üretim %2, tüketim %3); fazla %4 ile başlar.</translation>
    </message>
    <message>
        <source>Your home makes %1 more than it uses; surplus begins at %2.</source>
        <translation>Eviniz harcadığından %1 fazla üretiyor; fazla %2 ile başlar.</translation>
    </message>
    <message>
        <source>Selling needs a surplus.</source>
        <translation>Satmak için fazla gerekir.</translation>
    </message>
    <message>
        <source>The lowest price %1 is outside %2.</source>
        <translation>En düşük fiyat %1, %2 aralığının dışında.</translation>
    </message>
    <message>
        <source>The highest price %1 is outside %2.</source>
        <translation>En yüksek fiyat %1, %2 aralığının dışında.</translation>
    </message>
    <message>
        <source>The lowest price %1 is above the highest, %2.</source>
        <translation>En düşük fiyat %1, en yüksek olan %2 üstünde.</translation>
    </message>
    <message>
        <source>%1 per kWh</source>
        <translation>kWh başına %1</translation>
    </message>
    <message>
        <source>%1 per kWh to %2 per kWh</source>
        <translation>kWh başına %1 - %2</translation>
    </message>
    <message>
        <source>at most %1</source>
        <translation>en çok %1</translation>
    </message>
    <message>
        <source>at most %1 per kWh</source>
        <translation>kWh başına en çok %1</translation>
    </message>
    <message>
        <source>more than 0 kWh</source>
        <translation>0 kWh&apos;den çok</translation>
    </message>
    <message>
        <source>a known forecast</source>
        <translation>bilinen bir tahmin</translation>
    </message>
    <message>
        <source>0 m to %1 m</source>
        <translation>0 m - %1 m</translation>
    </message>
    <message>
        <source>The distance %1 m is outside 0 m to %2 m.</source>
        <translation>%1 m uzaklık 0 m - %2 m dışında.</translation>
    </message>
    <message>
        <source>What your home will use and make is not known yet.</source>
        <translation>Evinizin ne harcayıp ne üreteceği henüz bilinmiyor.</translation>
    </message>
    <message>
        <source>No surplus is expected in the next delivery interval.</source>
        <translation>Sonraki teslim süresinde fazla beklenmiyor.</translation>
    </message>
    <message>
        <source>No need is expected in the next delivery interval.</source>
        <translation>Sonraki teslim süresinde ihtiyaç beklenmiyor.</translation>
    </message>
    <message>
        <source>The amount must be above 0 kWh.</source>
        <translation>Miktar 0 kWh&apos;den büyük olmalı.</translation>
    </message>
    <message>
        <source>Your connection carries at most %1 in one cycle, not %2.</source>
        <translation>Bağlantınız bir turda en çok %1 taşır, %2 değil.</translation>
    </message>
    <message>
        <source>%1 is more than the surplus expected in the next delivery interval, %2.</source>
        <translation>%1, sonraki teslim süresinde beklenen fazladan (%2) çok.</translation>
    </message>
    <message>
        <source>%1 is more than the need expected in the next delivery interval, %2.</source>
        <translation>%1, sonraki teslim süresinde beklenen ihtiyaçtan (%2) çok.</translation>
    </message>
    <message>
        <source>This order could cost up to %1; your account has %2 free for it.</source>
        <translation>Bu emir %1 tutarına kadar çıkabilir; hesabınızda bunun için %2 boş.</translation>
    </message>
    <message>
        <source>The last reading is too old to expect anything from it.</source>
        <translation>Son ölçüm tahmin için çok eski.</translation>
    </message>
    <message>
        <source>This home&apos;s key was used elsewhere; trading has stopped.</source>
        <translation>Bu evin anahtarı başka yerde kullanıldı; ticaret durdu.</translation>
    </message>
    <message>
        <source>Your account has not been proven yet.</source>
        <translation>Hesabınız henüz kanıtlanmadı.</translation>
    </message>
    <message>
        <source>This cycle&apos;s limit of %1 orders is reached.</source>
        <translation>Bu turun %1 emir sınırına ulaşıldı.</translation>
    </message>
    <message>
        <source>The market&apos;s time is not known yet.</source>
        <translation>Pazarın saati henüz bilinmiyor.</translation>
    </message>
    <message>
        <source>The quotation window is closed.</source>
        <translation>Bu tur artık emir almıyor.</translation>
    </message>
    <message>
        <source>The order waits for the next quotation window.</source>
        <translation>Emir sonraki turu bekliyor.</translation>
    </message>
    <message>
        <source>The order is no longer repeated.</source>
        <translation>Emir artık tekrarlanmıyor.</translation>
    </message>
    <message>
        <source>The values are in order. Press Set Values to use them.</source>
        <translation>Değerler uygun. Kullanmak için Değerleri ver&apos;e basın.</translation>
    </message>
    <message>
        <source>Make every choice first: settlement, price range and, if manual, the amount.</source>
        <translation>Önce her seçimi yapın: uzlaşma, fiyat aralığı ve elleyse miktar.</translation>
    </message>
    <message>
        <source>This order replaces your earlier one of this window.</source>
        <translation>Bu emir bu turdaki öncekinin yerine geçer.</translation>
    </message>
    <message>
        <source>The waiting order was not sent: the facts had changed.</source>
        <translation>Bekleyen emir gönderilmedi: durum değişmişti.</translation>
    </message>
    <message>
        <source>Press Start to begin.</source>
        <translation>Başla&apos;ya basın.</translation>
    </message>
    <message>
        <source>You take part in no trading.</source>
        <translation>Ticarete katılmıyorsunuz.</translation>
    </message>
    <message>
        <source>You chose neither to sell nor to buy.</source>
        <translation>Ne satmayı ne almayı seçtiniz.</translation>
    </message>
    <message>
        <source>Nothing is sent until the values are corrected.</source>
        <translation>Değerler düzeltilene dek bir şey gönderilmez.</translation>
    </message>
    <message>
        <source>You have an order in this window: Set Values replaces it.</source>
        <translation>Bu turda emriniz var: Değerleri ver onu değiştirir.</translation>
    </message>
    <message>
        <source>Press Set Values once to repeat the order every cycle.</source>
        <translation>Her turda tekrar için bir kez Değerleri ver&apos;e basın.</translation>
    </message>
    <message>
        <source>It is already started.</source>
        <translation>Zaten başladı.</translation>
    </message>
    <message>
        <source>Press Start first.</source>
        <translation>Önce Başla&apos;ya basın.</translation>
    </message>
    <message>
        <source>Opt in to trading first.</source>
        <translation>Önce Katıl&apos;ı seçin.</translation>
    </message>
    <message>
        <source>Choose to sell or to buy first.</source>
        <translation>Önce satmayı ya da almayı seçin.</translation>
    </message>
    <message>
        <source>There is nothing to correct.</source>
        <translation>Düzeltilecek bir şey yok.</translation>
    </message>
    <message>
        <source>Correct the values and press Update Values first.</source>
        <translation>Önce değerleri düzeltip Düzelt&apos;e basın.</translation>
    </message>
    <message>
        <source>Choose the manual settlement first.</source>
        <translation>Önce elle uzlaşmayı seçin.</translation>
    </message>
    <message>
        <source>your price did not meet the market</source>
        <translation>fiyatınız pazarla buluşmadı</translation>
    </message>
    <message>
        <source>there was not enough supply</source>
        <translation>yeterli arz yoktu</translation>
    </message>
    <message>
        <source>no partner was left for you</source>
        <translation>size ortak kalmadı</translation>
    </message>
    <message>
        <source>buyers&apos; and sellers&apos; prices did not cross</source>
        <translation>alıcı ve satıcı fiyatları buluşmadı</translation>
    </message>
    <message>
        <source>%1 (base price %2 per kWh)</source>
        <translation>%1 (taban fiyat kWh başına %2)</translation>
    </message>
    <message>
        <source>the market refused it: too late, or not enough credit for its cost</source>
        <translation>pazar reddetti: çok geç ya da bakiye yetersiz</translation>
    </message>
    <message>
        <source>the window closed before it arrived</source>
        <translation>ulaşmadan tur kapandı</translation>
    </message>
    <message>
        <source>the window closed before it could be sent</source>
        <translation>gönderilemeden tur kapandı</translation>
    </message>
    <message>
        <source>replaced by your newer order</source>
        <translation>yeni emrinizle değiştirildi</translation>
    </message>
    <message>
        <source>the endorsers found no common result; the cycle was cancelled</source>
        <translation>onaylayanlar ortak sonuç bulamadı; tur iptal edildi</translation>
    </message>
    <message>
        <source>sold %1 at %2 per kWh</source>
        <translation>%1 satıldı, kWh başına %2</translation>
    </message>
    <message>
        <source>bought %1 at %2 per kWh</source>
        <translation>%1 alındı, kWh başına %2</translation>
    </message>
    <message>
        <source>you asked for it</source>
        <translation>siz istediniz</translation>
    </message>
    <message>
        <source>your standing instruction</source>
        <translation>sürekli talimatınız</translation>
    </message>
    <message>
        <source>The market&apos;s terms for this home have not been proven yet.</source>
        <translation>Pazarın bu ev için koşulları henüz kanıtlanmadı.</translation>
    </message>
    <message>
        <source>The amount is not known yet.</source>
        <translation>Miktar henüz bilinmiyor.</translation>
    </message>
    <message>
        <source>That is more than the connection carries.</source>
        <translation>Bu, bağlantının taşıdığından fazla.</translation>
    </message>
    <message>
        <source>This round has %1 orders, more than %2 can be drawn.</source>
        <translation>Bu turda %1 emir var; %2 üstü çizilemez.</translation>
    </message>
    <message>
        <source>This round has %1 orders, too many to draw.</source>
        <translation>Bu turda %1 emir var, çizmek için fazla.</translation>
    </message>
    <message>
        <source>Nobody ordered in this round.</source>
        <translation>Bu turda kimse emir vermedi.</translation>
    </message>
    <message>
        <source>This round has no result yet.</source>
        <translation>Bu turun henüz sonucu yok.</translation>
    </message>
    <message>
        <source>This round was void: nobody traded.</source>
        <translation>Bu tur geçersizdi: kimse ticaret yapmadı.</translation>
    </message>
    <message>
        <source>Nobody traded in this round.</source>
        <translation>Bu turda kimse ticaret yapmadı.</translation>
    </message>
    <message>
        <source>This day is over.</source>
        <translation>Bu gün bitti.</translation>
    </message>
    <message>
        <source>The radio has not shown this device since the start.</source>
        <translation>Telsiz bu cihazı başlangıçtan beri göstermedi.</translation>
    </message>
    <message>
        <source>%1 follows the surplus now.</source>
        <translation>%1 artık fazlayı izliyor.</translation>
    </message>
    <message>
        <source>%1 is to be on; it is told once its shortest time is over.</source>
        <translation>%1 açık olacak; en kısa süresi dolunca söylenir.</translation>
    </message>
    <message>
        <source>%1 is to be off; it is told once its shortest time is over.</source>
        <translation>%1 kapalı olacak; en kısa süresi dolunca söylenir.</translation>
    </message>
    <message>
        <source>%1 is no relay of this home.</source>
        <translation>%1 bu evin rölesi değil.</translation>
    </message>
    <message>
        <source>Switch nothing for a moment: the meter is being listened to.</source>
        <translation>Bir an hiçbir şeyi açıp kapatmayın: sayaç dinleniyor.</translation>
    </message>
    <message>
        <source>Switch on a load of about %1 now, then say that it is on.</source>
        <translation>Şimdi yaklaşık %1 yük açın, sonra açık olduğunu söyleyin.</translation>
    </message>
    <message>
        <source>Have the battery charge with about %1 now, then say that it does.</source>
        <translation>Depoyu şimdi yaklaşık %1 ile doldurun, sonra söyleyin.</translation>
    </message>
    <message>
        <source>Leave everything as it is: the meter is being watched.</source>
        <translation>Her şeyi olduğu gibi bırakın: sayaç izleniyor.</translation>
    </message>
    <message>
        <source>Other loads went on and off all the time; switch them off and check again.</source>
        <translation>Başka yükler açılıp kapandı; onları kapatıp yeniden denetleyin.</translation>
    </message>
    <message>
        <source>The meter said too little within five minutes to be checked.</source>
        <translation>Sayaç beş dakikada denetlenecek kadar bildirmedi.</translation>
    </message>
    <message>
        <source>The meter gave no usable power for five minutes.</source>
        <translation>Sayaç beş dakika kullanılabilir güç vermedi.</translation>
    </message>
    <message>
        <source>It moved by %1 for a load of %2</source>
        <translation>%2 yük için %1 değişti</translation>
    </message>
    <message>
        <source>It moved by %1 for a load of %2: that fits.</source>
        <translation>%2 yük için %1 değişti: uyuyor.</translation>
    </message>
    <message>
        <source>Its register counted %1 Wh while about %2 Wh passed: it counts %3 times too much.</source>
        <translation>Kaydı yaklaşık %2 Wh geçerken %1 Wh saydı: %3 kat fazla sayıyor.</translation>
    </message>
    <message>
        <source>Its register counts rightly; only its power is scaled wrong.</source>
        <translation>Kaydı doğru sayıyor; yalnızca gücünün ölçeği yanlış.</translation>
    </message>
    <message>
        <source>The PINs&apos; file is damaged, so nothing can be changed with a PIN; an installer sets new ones with &apos;gridhearth pin set&apos;.</source>
        <translation>PIN dosyası bozuk, PIN ile bir şey değiştirilemez; kurulumcu &apos;gridhearth pin set&apos; ile yenilerini belirler.</translation>
    </message>
    <message>
        <source>Enter the old PIN as well.</source>
        <translation>Eski PIN&apos;i de girin.</translation>
    </message>
    <message>
        <source>The household&apos;s PIN is set.</source>
        <translation>Evin PIN&apos;i belirlendi.</translation>
    </message>
    <message>
        <source>The household&apos;s PIN is removed.</source>
        <translation>Evin PIN&apos;i kaldırıldı.</translation>
    </message>
    <message>
        <source>The installer&apos;s PIN is set.</source>
        <translation>Kurulumcu PIN&apos;i belirlendi.</translation>
    </message>
    <message>
        <source>The installer&apos;s PIN is removed.</source>
        <translation>Kurulumcu PIN&apos;i kaldırıldı.</translation>
    </message>
    <message>
        <source>No household&apos;s PIN is set.</source>
        <translation>Evin PIN&apos;i belirlenmemiş.</translation>
    </message>
    <message>
        <source>No installer&apos;s PIN is set.</source>
        <translation>Kurulumcu PIN&apos;i belirlenmemiş.</translation>
    </message>
    <message>
        <source>Too many wrong tries; wait %1.</source>
        <translation>Çok fazla yanlış deneme; %1 bekleyin.</translation>
    </message>
    <message>
        <source>The PIN is right.</source>
        <translation>PIN doğru.</translation>
    </message>
    <message>
        <source>That PIN is wrong; 1 try left before a pause.</source>
        <translation>PIN yanlış; beklemeden önce 1 deneme kaldı.</translation>
    </message>
    <message>
        <source>That PIN is wrong; %1 tries left before a pause.</source>
        <translation>PIN yanlış; beklemeden önce %1 deneme kaldı.</translation>
    </message>
    <message>
        <source>That PIN is wrong; wait %1.</source>
        <translation>PIN yanlış; %1 bekleyin.</translation>
    </message>
    <message>
        <source>The installer&apos;s first PIN is set by a user of the installer&apos;s group.</source>
        <translation>İlk kurulumcu PIN&apos;ini kurulumcu grubundan biri belirler.</translation>
    </message>
    <message>
        <source>The radio is being started.</source>
        <translation>Telsiz başlatılıyor.</translation>
    </message>
    <message>
        <source>The radio&apos;s driver failed; it is started again.</source>
        <translation>Telsiz sürücüsü çöktü; yeniden başlatılıyor.</translation>
    </message>
    <message>
        <source>%1 may join for %2 s with its own key. Switch it to pairing now.</source>
        <translation>%1 kendi anahtarıyla %2 sn içinde katılabilir. Şimdi eşleştirmeye alın.</translation>
    </message>
    <message>
        <source>Nobody may join any more.</source>
        <translation>Artık kimse katılamaz.</translation>
    </message>
    <message>
        <source>The network is formed.</source>
        <translation>Ağ kuruldu.</translation>
    </message>
    <message>
        <source>The backup is %1. Whoever has it and its passphrase has this network.</source>
        <translation>Yedek: %1. Ona ve parolasına sahip olan bu ağa sahiptir.</translation>
    </message>
    <message>
        <source>The network is restored.</source>
        <translation>Ağ geri yüklendi.</translation>
    </message>
    <message>
        <source>The radio is busy with %1; ask again later.</source>
        <translation>Telsiz meşgul (%1); sonra yeniden sorun.</translation>
    </message>
    <message>
        <source>forming a network</source>
        <translation>ağ kuruluyor</translation>
    </message>
    <message>
        <source>writing a backup</source>
        <translation>yedek yazılıyor</translation>
    </message>
    <message>
        <source>restoring a backup</source>
        <translation>yedek geri yükleniyor</translation>
    </message>
    <message>
        <source>Nothing was answered within %1 s; it may still have happened.</source>
        <translation>%1 sn içinde yanıt gelmedi; yine de olmuş olabilir.</translation>
    </message>
    <message>
        <source>No live check is waiting for a load.</source>
        <translation>Yük bekleyen denetim yok.</translation>
    </message>
    <message>
        <source>There is no live check now.</source>
        <translation>Şu anda denetim yok.</translation>
    </message>
    <message>
        <source>The chain has not been followed yet.</source>
        <translation>Zincir henüz izlenmedi.</translation>
    </message>
    <message>
        <source>No round has closed yet.</source>
        <translation>Henüz hiçbir tur kapanmadı.</translation>
    </message>
    <message>
        <source>That round&apos;s window has not closed yet.</source>
        <translation>O tur henüz kapanmadı.</translation>
    </message>
    <message>
        <source>The chain&apos;s nodes did not answer in time; try again.</source>
        <translation>Zincirin düğümleri zamanında yanıt vermedi; yeniden deneyin.</translation>
    </message>
    <message>
        <source>The round could not be read from the chain: %1.</source>
        <translation>Tur zincirden okunamadı: %1.</translation>
    </message>
    <message>
        <source>The answer does not fit into one message; ask for fewer lines.</source>
        <translation>Yanıt bir iletiye sığmıyor; daha az satır isteyin.</translation>
    </message>
    <message>
        <source>Paused: %1</source>
        <translation>Duraklatıldı: %1</translation>
    </message>
    <message>
        <source>It would not be sent now: %1</source>
        <translation>Şimdi gönderilmezdi: %1</translation>
    </message>
    <message>
        <source>You chose to sell %1 between %2 per kWh and %3 per kWh, preferably within %4 m.</source>
        <translation>%1 satmayı seçtiniz, kWh başına %2 - %3, tercihen en çok %4 m.</translation>
    </message>
    <message>
        <source>You chose to sell %1 between %2 per kWh and %3 per kWh.</source>
        <translation>%1 satmayı seçtiniz, kWh başına %2 - %3.</translation>
    </message>
    <message>
        <source>You chose to buy %1 between %2 per kWh and %3 per kWh, preferably within %4 m.</source>
        <translation>%1 almayı seçtiniz, kWh başına %2 - %3, tercihen en çok %4 m.</translation>
    </message>
    <message>
        <source>You chose to buy %1 between %2 per kWh and %3 per kWh.</source>
        <translation>%1 almayı seçtiniz, kWh başına %2 - %3.</translation>
    </message>
    <message>
        <source>You chose to sell; not every choice is made yet.</source>
        <translation>Satmayı seçtiniz; henüz her seçim yapılmadı.</translation>
    </message>
    <message>
        <source>You chose to buy; not every choice is made yet.</source>
        <translation>Almayı seçtiniz; henüz her seçim yapılmadı.</translation>
    </message>
    <message>
        <source>%1 (the agent decides)</source>
        <translation>%1 (merkez karar verir)</translation>
    </message>
    <message>
        <source>an amount not known yet</source>
        <translation>henüz bilinmeyen bir miktar</translation>
    </message>
    <message>
        <source>Put the stick on a short extension lead, on another port; see that no other program opens it, and update its firmware.</source>
        <translation>Çubuğu kısa bir uzatmayla başka bir girişe takın; başka programın onu açmadığına bakın ve yazılımını güncelleyin.</translation>
    </message>
    <message>
        <source>The radio was lost %1 times within the last hour.</source>
        <translation>Telsiz son bir saatte %1 kez koptu.</translation>
    </message>
    <message>
        <source>grid meter</source>
        <translation>şebeke sayacı</translation>
    </message>
    <message>
        <source>generation meter</source>
        <translation>üretim sayacı</translation>
    </message>
    <message>
        <source>storage meter</source>
        <translation>depo sayacı</translation>
    </message>
    <message>
        <source>relay</source>
        <translation>röle</translation>
    </message>
    <message>
        <source>on</source>
        <translation>açık</translation>
    </message>
    <message>
        <source>off</source>
        <translation>kapalı</translation>
    </message>
    <message>
        <source>%1 is the %2 now.</source>
        <translation>%1 artık şudur: %2.</translation>
    </message>
    <message>
        <source>%1 is the %2 now; its registers go on as soon as two of its readings agree.</source>
        <translation>%1 artık şudur: %2. İki ölçümü uyuşunca sayaç değerleri devam eder.</translation>
    </message>
    <message>
        <source>%1 is no longer the %2.</source>
        <translation>%1 artık şu değil: %2.</translation>
    </message>
    <message>
        <source>%1 is the %2; release it first.</source>
        <translation>%1 şudur: %2. Önce görevini alın.</translation>
    </message>
    <message>
        <source>This home&apos;s meters do not come from the radio (its settings name another driver under [meters]), so a device can only become a relay.</source>
        <translation>Bu evin sayaçları telsizden gelmez (ayarlarında [meters] altında başka bir sürücü yazar); bir cihaz yalnızca röle olabilir.</translation>
    </message>
    <message>
        <source>%1 is the %2 already; to exchange the meter, ask for it as a replacement.</source>
        <translation>%1 zaten şudur: %2. Sayacı değiştirmek için bunu değişim olarak isteyin.</translation>
    </message>
    <message>
        <source>%1 is called %2 now.</source>
        <translation>%1 artık %2 adını taşıyor.</translation>
    </message>
    <message>
        <source>%1 has no name any more.</source>
        <translation>%1 artık adsız.</translation>
    </message>
    <message>
        <source>A name has up to %1 printable characters.</source>
        <translation>Bir ad en çok %1 yazılabilir karakter içerir.</translation>
    </message>
    <message>
        <source>%1 is called %2 already.</source>
        <translation>%1 zaten %2 adını taşıyor.</translation>
    </message>
    <message>
        <source>%1 devices have names already.</source>
        <translation>%1 cihazın zaten adı var.</translation>
    </message>
    <message>
        <source>%1 was removed.</source>
        <translation>%1 kaldırıldı.</translation>
    </message>
    <message>
        <source>A relay has no import and export that could change places.</source>
        <translation>Rölenin yer değiştirecek çekişi ve verişi yoktur.</translation>
    </message>
    <message>
        <source>A home has %1 relays at most.</source>
        <translation>Bir evde en çok %1 röle olur.</translation>
    </message>
    <message>
        <source>%1 has no role.</source>
        <translation>%1 cihazının görevi yok.</translation>
    </message>
    <message>
        <source>%1 has not the role %2.</source>
        <translation>%1 cihazının görevi %2 değil.</translation>
    </message>
    <message>
        <source>%1 is %2; say which of them.</source>
        <translation>%1 şunlardır: %2; hangisi olduğunu söyleyin.</translation>
    </message>
    <message>
        <source>Sold %1 to %2, %3 away, at %4; network charge %5, quoted income %6.</source>
        <translation>%1 satıldı: %2, %3 uzakta, %4; şebeke ücreti %5, beklenen gelir %6.</translation>
    </message>
    <message>
        <source>Bought %1 from %2, %3 away, at %4; network charge %5, quoted bill %6.</source>
        <translation>%1 alındı: %2, %3 uzakta, %4; şebeke ücreti %5, beklenen fatura %6.</translation>
    </message>
    <message>
        <source>Order of cycle %1, sell %2: %3 (%4).</source>
        <translation>%1. turun emri, %2 sat: %3 (%4).</translation>
    </message>
    <message>
        <source>Order of cycle %1, buy %2: %3 (%4).</source>
        <translation>%1. turun emri, %2 al: %3 (%4).</translation>
    </message>
    <message>
        <source>Order of cycle %1, sell %2: %3.</source>
        <translation>%1. turun emri, %2 sat: %3.</translation>
    </message>
    <message>
        <source>Order of cycle %1, buy %2: %3.</source>
        <translation>%1. turun emri, %2 al: %3.</translation>
    </message>
    <message>
        <source>queued</source>
        <translation>sırada</translation>
    </message>
    <message>
        <source>sent</source>
        <translation>gönderildi</translation>
    </message>
    <message>
        <source>%1 in block %2</source>
        <translation>%1, blok %2</translation>
    </message>
    <message>
        <source>not traded</source>
        <translation>işlem görmedi</translation>
    </message>
    <message>
        <source>void</source>
        <translation>geçersiz</translation>
    </message>
    <message>
        <source>settled</source>
        <translation>hesaplaşıldı</translation>
    </message>
    <message>
        <source>refused</source>
        <translation>reddedildi</translation>
    </message>
    <message>
        <source>missed</source>
        <translation>kaçırıldı</translation>
    </message>
    <message>
        <source>No order is sent so near to the window&apos;s edge.</source>
        <translation>Pencerenin sınırına bu kadar yakınken emir gönderilmez.</translation>
    </message>
    <message>
        <source>The clock says a time before what has already happened.</source>
        <translation>Saat, olup bitenden önceki bir zamanı gösteriyor.</translation>
    </message>
    <message>
        <source>No time service has set the clock.</source>
        <translation>Saati bir zaman hizmeti ayarlamadı.</translation>
    </message>
    <message>
        <source>The clock is not set yet.</source>
        <translation>Saat henüz ayarlı değil.</translation>
    </message>
    <message>
        <source>The clock is about %1 s ahead of the market&apos;s chain.</source>
        <translation>Saat, pazarın zincirinden yaklaşık %1 s ileri.</translation>
    </message>
    <message>
        <source>The clock is about %1 s behind the market&apos;s chain.</source>
        <translation>Saat, pazarın zincirinden yaklaşık %1 s geri.</translation>
    </message>
    <message>
        <source>Call your installer.</source>
        <translation>Tesisatçınızı arayın.</translation>
    </message>
    <message>
        <source>Ask the market&apos;s operator.</source>
        <translation>Pazarın işletmecisine sorun.</translation>
    </message>
    <message>
        <source>The amount is more than the contract can hold.</source>
        <translation>Tutar, sözleşmenin tutabileceğinden fazla.</translation>
    </message>
    <message>
        <source>This home is not one of the voters.</source>
        <translation>Bu ev oy verenlerden değil.</translation>
    </message>
    <message>
        <source>%1: handed over. Whether the contract accepts it shows within some blocks.</source>
        <translation>%1: iletildi. Sözleşmenin kabul edip etmediği birkaç blokta belli olur.</translation>
    </message>
    <message>
        <source>Everything counted so far is reported now, and the battery&apos;s word is taken.</source>
        <translation>Şimdiye kadar sayılan her şey bildirilir ve bataryanın dediği geçerlidir.</translation>
    </message>
    <message>
        <source>That needs %1 %2; %3 are available.</source>
        <translation>Bunun için %1 %2 gerekir; eldeki: %3.</translation>
    </message>
    <message>
        <source>This home has no storage unit, so there is nothing to report.</source>
        <translation>Bu evde depo yok; bildirilecek bir şey de yok.</translation>
    </message>
    <message>
        <source>The storage contract has not been read yet.</source>
        <translation>Depo sözleşmesi henüz okunmadı.</translation>
    </message>
    <message>
        <source>%1 calls are waiting already; wait for one of them.</source>
        <translation>Zaten %1 çağrı bekliyor; birini bekleyin.</translation>
    </message>
    <message>
        <source>Name the unit whose energy you want: this home has none of its own.</source>
        <translation>Enerjisini istediğiniz depoyu söyleyin: bu evin kendi deposu yok.</translation>
    </message>
    <message>
        <source>Say either how much energy or how much ENT, not both.</source>
        <translation>Ya ne kadar enerji ya da ne kadar ENT, ikisi birden değil.</translation>
    </message>
    <message>
        <source>This contract ends a session only by its energy or its time; without a unit what is past its time is given back.</source>
        <translation>Bu sözleşme bir oturumu yalnız enerjisi ya da süresiyle bitirir; depo yoksa süresi geçen geri verilir.</translation>
    </message>
    <message>
        <source>Ask the voters to register the unit.</source>
        <translation>Oy verenlerden depoyu kaydetmelerini isteyin.</translation>
    </message>
    <message>
        <source>Name the unit: this home has none of its own.</source>
        <translation>Depoyu söyleyin: bu evin kendi deposu yok.</translation>
    </message>
    <message>
        <source>Somebody else has sent a transaction with the storage unit&apos;s key. Reporting has stopped.</source>
        <translation>Başka biri deponun anahtarıyla bir işlem gönderdi. Bildirim durdu.</translation>
    </message>
    <message>
        <source>Compare the battery&apos;s display; if it is right, press Report now to take its word.</source>
        <translation>Bataryanın göstergesiyle karşılaştırın; doğruysa Şimdi bildir&apos;e basın.</translation>
    </message>
    <message>
        <source>%1 left the battery without a session.</source>
        <translation>%1 oturumsuz bataryadan çıktı.</translation>
    </message>
    <message>
        <source>The unit&apos;s meter has not reported yet.</source>
        <translation>Deponun sayacı henüz bildirmedi.</translation>
    </message>
    <message>
        <source>The unit is not registered: what it counts stays open until the voters register it.</source>
        <translation>Depo kayıtlı değil: saydığı, kaydedilene kadar açık kalır.</translation>
    </message>
    <message>
        <source>A report is under way.</source>
        <translation>Bir bildirim yolda.</translation>
    </message>
    <message>
        <source>%1 are still to be reported.</source>
        <translation>%1 daha bildirilecek.</translation>
    </message>
    <message>
        <source>Everything is reported.</source>
        <translation>Her şey bildirildi.</translation>
    </message>
    <message>
        <source>Ask the voters of the storage market to register it.</source>
        <translation>Depo piyasasının oy verenlerinden onu kaydetmelerini isteyin.</translation>
    </message>
    <message>
        <source>The storage unit&apos;s chain account cannot pay for transactions.</source>
        <translation>Deponun zincirdeki hesabı işlem ücreti ödeyemiyor.</translation>
    </message>
    <message>
        <source>Call your installer: the unit needs another key.</source>
        <translation>Tesisatçınızı arayın: deponun başka anahtara ihtiyacı var.</translation>
    </message>
    <message>
        <source>Nothing: its energy stays open, and it is tried again by itself. If it goes on, ask the voters of the storage market.</source>
        <translation>Hiçbir şey: enerji açık kalır ve kendiliğinden yeniden denenir. Sürerse depo piyasasının oy verenlerine sorun.</translation>
    </message>
    <message>
        <source>It waits for the call before it, or for the chain.</source>
        <translation>Önceki çağrıyı ya da zinciri bekliyor.</translation>
    </message>
    <message>
        <source>Its outcome is being proven.</source>
        <translation>Sonucu kanıtlanıyor.</translation>
    </message>
    <message>
        <source>It is on its way.</source>
        <translation>Yolda.</translation>
    </message>
    <message>
        <source>The contract accepted it.</source>
        <translation>Sözleşme kabul etti.</translation>
    </message>
    <message>
        <source>The contract refused it: %1.</source>
        <translation>Sözleşme reddetti: %1.</translation>
    </message>
    <message>
        <source>%1 for %2 ENT at a cost of %3 ENT per kWh; a session lasts %4, and what it does not burn comes back.</source>
        <translation>%1, kWh başına %3 ENT ile %2 ENT; oturum %4 sürer, harcanmayan geri gelir.</translation>
    </message>
    <message>
        <source>The battery holds %1, as the contract does.</source>
        <translation>Bataryada %1 var, sözleşmede de.</translation>
    </message>
    <message>
        <source>No block has been proven yet.</source>
        <translation>Henüz hiçbir blok kanıtlanmadı.</translation>
    </message>
    <message>
        <source>It could not be read: %1.</source>
        <translation>Okunamadı: %1.</translation>
    </message>
    <message>
        <source>They could not be read: %1.</source>
        <translation>Okunamadılar: %1.</translation>
    </message>
    <message>
        <source>Nothing is traded until they agree.</source>
        <translation>Uyuşana kadar hiçbir şey alınıp satılmaz.</translation>
    </message>
    <message>
        <source>One device is in the network.</source>
        <translation>Ağda bir cihaz var.</translation>
    </message>
    <message>
        <source>%1 devices are in the network.</source>
        <translation>Ağda %1 cihaz var.</translation>
    </message>
    <message>
        <source>One meter or relay has no role; give it where it is needed.</source>
        <translation>Bir sayaç ya da rölenin görevi yok; gereken yerde verin.</translation>
    </message>
    <message>
        <source>%1 meters or relays have no role; give it where it is needed.</source>
        <translation>%1 sayaç ya da rölenin görevi yok; gereken yerde verin.</translation>
    </message>
    <message>
        <source>One step comes first.</source>
        <translation>Önce bir adım var.</translation>
    </message>
    <message>
        <source>%1 steps come first.</source>
        <translation>Önce %1 adım var.</translation>
    </message>
    <message>
        <source>%1 did not pass: %2.</source>
        <translation>%1 denemeyi geçemedi: %2.</translation>
    </message>
    <message>
        <source>turned round</source>
        <translation>ters takılı</translation>
    </message>
    <message>
        <source>wrong scale</source>
        <translation>yanlış ölçek</translation>
    </message>
    <message>
        <source>one phase</source>
        <translation>tek faz</translation>
    </message>
    <message>
        <source>not seen</source>
        <translation>görünmüyor</translation>
    </message>
    <message>
        <source>beyond connection</source>
        <translation>bağlantıyı aşıyor</translation>
    </message>
    <message>
        <source>register wrong</source>
        <translation>sayım yanlış</translation>
    </message>
    <message>
        <source>register silent</source>
        <translation>sayım duruyor</translation>
    </message>
    <message>
        <source>unclear</source>
        <translation>belirsiz</translation>
    </message>
    <message>
        <source>no values</source>
        <translation>değer yok</translation>
    </message>
    <message>
        <source>%1 handed the home over to %2.</source>
        <translation>%1 evi %2 kişisine devretti.</translation>
    </message>
    <message>
        <source>%1 handed this home over to %2.</source>
        <translation>%1 bu evi %2 kişisine devretti.</translation>
    </message>
    <message>
        <source>A backup has every device of the network.</source>
        <translation>Bir yedekte ağın bütün cihazları var.</translation>
    </message>
    <message>
        <source>All meters are devices of the radio.</source>
        <translation>Bütün sayaçlar telsizin cihazları.</translation>
    </message>
    <message>
        <source>Ask the voters to register %1; with a vote of its own the home can vote.</source>
        <translation>Oy verenlerden %1 kaydını isteyin; kendi oyu varsa ev de oy verebilir.</translation>
    </message>
    <message>
        <source>Bring it nearer or wake it, then ask it again.</source>
        <translation>Yaklaştırın ya da uyandırın, sonra yeniden sorun.</translation>
    </message>
    <message>
        <source>Check address, port and certificates; it is tried again by itself.</source>
        <translation>Adresi, bağlantı noktasını ve sertifikaları denetleyin; kendiliğinden yeniden denenir.</translation>
    </message>
    <message>
        <source>Check the internet connection; it is tried again by itself.</source>
        <translation>İnternet bağlantısını denetleyin; kendiliğinden yeniden denenir.</translation>
    </message>
    <message>
        <source>Connect the box to the internet and wait a minute; let NTP (UDP port 123) pass.</source>
        <translation>Kutuyu internete bağlayın ve bir dakika bekleyin; NTP&apos;ye (UDP 123) izin verin.</translation>
    </message>
    <message>
        <source>Connected; reports go out.</source>
        <translation>Bağlı; raporlar gidiyor.</translation>
    </message>
    <message>
        <source>Devices joined after the last backup.</source>
        <translation>Son yedekten sonra cihazlar katıldı.</translation>
    </message>
    <message>
        <source>Disk, heat and power are well.</source>
        <translation>Disk, ısı ve güç iyi.</translation>
    </message>
    <message>
        <source>The agent finds nothing wrong with the disk.</source>
        <translation>Merkez birim diskte bir sorun görmüyor.</translation>
    </message>
    <message>
        <source>Every meter and relay has its role.</source>
        <translation>Her sayaç ve rölenin görevi var.</translation>
    </message>
    <message>
        <source>Every meter counted a known load rightly.</source>
        <translation>Her sayaç bilinen bir yükü doğru saydı.</translation>
    </message>
    <message>
        <source>Every relay confirmed to be on and to be off.</source>
        <translation>Her röle açık ve kapalı olduğunu onayladı.</translation>
    </message>
    <message>
        <source>Everything works; nobody has taken the home over yet.</source>
        <translation>Her şey çalışıyor; evi henüz kimse teslim almadı.</translation>
    </message>
    <message>
        <source>First give a meter its role.</source>
        <translation>Önce bir sayaca görevini verin.</translation>
    </message>
    <message>
        <source>First make the request.</source>
        <translation>Önce başvuruyu yapın.</translation>
    </message>
    <message>
        <source>Followed live, block %1 is proven.</source>
        <translation>Canlı izleniyor, %1. blok kanıtlandı.</translation>
    </message>
    <message>
        <source>Form a new network; where this home has a backup, restore that instead.</source>
        <translation>Yeni bir ağ kurun; evin yedeği varsa onu geri yükleyin.</translation>
    </message>
    <message>
        <source>Give the meter at the grid connection the role grid.</source>
        <translation>Şebeke bağlantısındaki sayaca şebeke görevini verin.</translation>
    </message>
    <message>
        <source>It is set.</source>
        <translation>Ayarlı.</translation>
    </message>
    <message>
        <source>It is switched on by taking the operator&apos;s answer; then start the agent again.</source>
        <translation>İşletmecinin yanıtı alınınca açılır; sonra merkez birimi yeniden başlatın.</translation>
    </message>
    <message>
        <source>Let the household choose a PIN; the screen asks for it before it changes anything.</source>
        <translation>Ev halkı bir PIN seçsin; ekran bir şey değiştirmeden önce onu sorar.</translation>
    </message>
    <message>
        <source>Let the meter in with the code that is printed on it.</source>
        <translation>Sayacı üzerinde basılı kodla içeri alın.</translation>
    </message>
    <message>
        <source>Look at cable, read head and port; the probe says what is on the line.</source>
        <translation>Kabloya, okuma başlığına ve bağlantıya bakın; yoklama hatta ne olduğunu söyler.</translation>
    </message>
    <message>
        <source>Make the keys and show the request to the operator: it needs the one-time code.</source>
        <translation>Anahtarları yapın ve başvuruyu işletmeciye gösterin: tek kullanımlık kod gerekir.</translation>
    </message>
    <message>
        <source>No PIN is set.</source>
        <translation>PIN ayarlı değil.</translation>
    </message>
    <message>
        <source>No backup has been written.</source>
        <translation>Yedek yazılmadı.</translation>
    </message>
    <message>
        <source>No battery takes part in the storage market.</source>
        <translation>Depolama pazarına katılan batarya yok.</translation>
    </message>
    <message>
        <source>No device is in the network yet.</source>
        <translation>Ağda henüz cihaz yok.</translation>
    </message>
    <message>
        <source>No meter counts what is drawn from the grid; without it nothing is traded.</source>
        <translation>Şebekeden çekileni sayan sayaç yok; onsuz ticaret olmaz.</translation>
    </message>
    <message>
        <source>No request has been made here.</source>
        <translation>Burada başvuru yapılmadı.</translation>
    </message>
    <message>
        <source>Nobody has looked at them.</source>
        <translation>Onlara kimse bakmadı.</translation>
    </message>
    <message>
        <source>Not checked: %1.</source>
        <translation>Denenmedi: %1.</translation>
    </message>
    <message>
        <source>Not heard of: %1.</source>
        <translation>Haber alınamıyor: %1.</translation>
    </message>
    <message>
        <source>Not proven on the chain yet.</source>
        <translation>Zincirde henüz kanıtlanmadı.</translation>
    </message>
    <message>
        <source>Not read from the chain yet.</source>
        <translation>Zincirden henüz okunmadı.</translation>
    </message>
    <message>
        <source>Not ready yet: %1.</source>
        <translation>Henüz hazır değil: %1.</translation>
    </message>
    <message>
        <source>Not seen on and off: %1.</source>
        <translation>Açık ve kapalı görülmedi: %1.</translation>
    </message>
    <message>
        <source>Plug in the stick of this home, or restore the home&apos;s backup onto this one.</source>
        <translation>Bu evin çubuğunu takın ya da evin yedeğini buna yükleyin.</translation>
    </message>
    <message>
        <source>Plug the right stick in, or name its port in the settings; it is tried again by itself.</source>
        <translation>Doğru çubuğu takın ya da bağlantısını ayarlarda belirtin; kendiliğinden yeniden denenir.</translation>
    </message>
    <message>
        <source>Put it right as the check said, then check it again.</source>
        <translation>Denemenin dediği gibi düzeltin, sonra yeniden deneyin.</translation>
    </message>
    <message>
        <source>See that it has power and is near enough, or exchange it.</source>
        <translation>Gücü olduğuna ve yeterince yakın olduğuna bakın ya da değiştirin.</translation>
    </message>
    <message>
        <source>Silent: %1.</source>
        <translation>Sessiz: %1.</translation>
    </message>
    <message>
        <source>Start the agent.</source>
        <translation>Merkez birimi başlatın.</translation>
    </message>
    <message>
        <source>Switch a load of known power on while the meter is watched: sign and scale show.</source>
        <translation>Sayaç izlenirken gücü bilinen bir yükü açın: yön ve ölçek görünür.</translation>
    </message>
    <message>
        <source>Switch each on and off and look at the load; a relay waits for its shortest times. Go on with other steps meanwhile.</source>
        <translation>Her birini açıp kapatın ve yüke bakın; röle en kısa sürelerini bekler. Bu arada diğer adımlarla sürdürün.</translation>
    </message>
    <message>
        <source>Take the operator&apos;s answer as soon as it is there; go on with other steps meanwhile.</source>
        <translation>İşletmecinin yanıtını gelir gelmez alın; bu arada diğer adımlarla sürdürün.</translation>
    </message>
    <message>
        <source>The agent does not run.</source>
        <translation>Merkez birim çalışmıyor.</translation>
    </message>
    <message>
        <source>The agent has to run first.</source>
        <translation>Önce merkez birim çalışmalı.</translation>
    </message>
    <message>
        <source>The agent is in its safe mode.</source>
        <translation>Merkez birim güvenli kipte.</translation>
    </message>
    <message>
        <source>The agent runs with the broker switched off.</source>
        <translation>Merkez birim, aracı kapalıyken çalışıyor.</translation>
    </message>
    <message>
        <source>The agent runs.</source>
        <translation>Merkez birim çalışıyor.</translation>
    </message>
    <message>
        <source>The chain proves that this home is a member.</source>
        <translation>Zincir bu evin üye olduğunu kanıtlıyor.</translation>
    </message>
    <message>
        <source>The clock is set.</source>
        <translation>Saat ayarlı.</translation>
    </message>
    <message>
        <source>The keys are made, and the operator has been asked or can be.</source>
        <translation>Anahtarlar yapıldı; işletmeciye soruldu ya da sorulabilir.</translation>
    </message>
    <message>
        <source>The keys of %1 are there.</source>
        <translation>%1 anahtarları var.</translation>
    </message>
    <message>
        <source>The meters on serial lines say what they count.</source>
        <translation>Seri hatlardaki sayaçlar neyi saydıklarını söylüyor.</translation>
    </message>
    <message>
        <source>The operator&apos;s answer is not here yet.</source>
        <translation>İşletmecinin yanıtı henüz gelmedi.</translation>
    </message>
    <message>
        <source>The settings are right.</source>
        <translation>Ayarlar doğru.</translation>
    </message>
    <message>
        <source>The settings name no radio.</source>
        <translation>Ayarlarda telsiz yok.</translation>
    </message>
    <message>
        <source>The settings name the meters; no device joined.</source>
        <translation>Ayarlar sayaçları belirtiyor; cihaz katılmadı.</translation>
    </message>
    <message>
        <source>The settings say which meter counts what.</source>
        <translation>Hangi sayacın neyi saydığını ayarlar söylüyor.</translation>
    </message>
    <message>
        <source>The unit is not registered in the storage market.</source>
        <translation>Birim depolama pazarında kayıtlı değil.</translation>
    </message>
    <message>
        <source>The unit is registered.</source>
        <translation>Birim kayıtlı.</translation>
    </message>
    <message>
        <source>The grid meter says %1 Wh drawn, %2 Wh given.</source>
        <translation>Şebeke sayacı %1 Wh çekildi, %2 Wh verildi diyor.</translation>
    </message>
    <message>
        <source>The generation meter says %1 Wh drawn, %2 Wh given.</source>
        <translation>Üretim sayacı %1 Wh çekildi, %2 Wh verildi diyor.</translation>
    </message>
    <message>
        <source>The storage meter says %1 Wh drawn, %2 Wh given.</source>
        <translation>Depo sayacı %1 Wh çekildi, %2 Wh verildi diyor.</translation>
    </message>
    <message>
        <source>Compare with their displays.</source>
        <translation>Göstergeleriyle karşılaştırın.</translation>
    </message>
    <message>
        <source>This home is a member already.</source>
        <translation>Bu ev zaten üye.</translation>
    </message>
    <message>
        <source>This home only consumes; it has no unit.</source>
        <translation>Bu ev yalnızca tüketir; birimi yok.</translation>
    </message>
    <message>
        <source>Turn its sign round in the settings (or the clamp on its wire), then check again.</source>
        <translation>Yönünü ayarlarda çevirin (ya da kelepçeyi telinde), sonra yeniden deneyin.</translation>
    </message>
    <message>
        <source>Wait a moment.</source>
        <translation>Biraz bekleyin.</translation>
    </message>
    <message>
        <source>Wait until the chain is followed; else ask the operator.</source>
        <translation>Zincir izlenene kadar bekleyin; olmazsa işletmeciye sorun.</translation>
    </message>
    <message>
        <source>Write a sealed backup once the last device is in; keep its passphrase apart from it.</source>
        <translation>Son cihaz girince mühürlü bir yedek yazın; parolasını ayrı yerde saklayın.</translation>
    </message>
    <message>
        <source>Write the acceptance report, look through it together and hand the home over.</source>
        <translation>Kabul raporunu yazın, birlikte gözden geçirin ve evi devredin.</translation>
    </message>
    <message>
        <source>Not yet: %1: %2 The checklist says what to do.</source>
        <translation>Henüz değil: %1: %2 Liste ne yapılacağını söyler.</translation>
    </message>
    <message>
        <source>The radio works.</source>
        <translation>Telsiz çalışıyor.</translation>
    </message>
    <message>
        <source>The radio works on channel %1.</source>
        <translation>Telsiz %1. kanalda çalışıyor.</translation>
    </message>
    <message>
        <source>There is no radio.</source>
        <translation>Telsiz yok.</translation>
    </message>
    <message>
        <source>There is no relay with a role.</source>
        <translation>Görevi olan röle yok.</translation>
    </message>
    <message>
        <source>Without a radio there is no network to keep.</source>
        <translation>Telsiz olmadan saklanacak ağ yok.</translation>
    </message>
    <message>
        <source>%1 MiB are free.</source>
        <translation>%1 MiB boş.</translation>
    </message>
    <message>
        <source>%1 answers.</source>
        <translation>%1 yanıt veriyor.</translation>
    </message>
    <message>
        <source>%1 becomes full: %2 MiB are left.</source>
        <translation>%1 doluyor: %2 MiB kaldı.</translation>
    </message>
    <message>
        <source>%1 belongs to chain %2, the market to %3.</source>
        <translation>%1 %2 zincirine ait, pazar %3 zincirine.</translation>
    </message>
    <message>
        <source>%1 cannot be written to: the card may be at its end.</source>
        <translation>%1 yazılamıyor: kart ömrünü doldurmuş olabilir.</translation>
    </message>
    <message>
        <source>%1 could not be read: %2.</source>
        <translation>%1 okunamadı: %2.</translation>
    </message>
    <message>
        <source>%1 does not answer: %2.</source>
        <translation>%1 yanıt vermiyor: %2.</translation>
    </message>
    <message>
        <source>%1 is %2 blocks behind the others.</source>
        <translation>%1 diğerlerinden %2 blok geride.</translation>
    </message>
    <message>
        <source>%1 is at block %2.</source>
        <translation>%1 %2. blokta.</translation>
    </message>
    <message>
        <source>%1 is full: %2 MiB are left.</source>
        <translation>%1 dolu: %2 MiB kaldı.</translation>
    </message>
    <message>
        <source>%1 is right.</source>
        <translation>%1 doğru.</translation>
    </message>
    <message>
        <source>%1 reports wait for the operator&apos;s receipt.</source>
        <translation>%1 rapor işletmecinin alındısını bekliyor.</translation>
    </message>
    <message>
        <source>%1 serial devices are plugged in; %2 may be either.</source>
        <translation>%1 seri cihaz takılı; %2 herhangi biri olabilir.</translation>
    </message>
    <message>
        <source>%1: %2 is not there.</source>
        <translation>%1: %2 yok.</translation>
    </message>
    <message>
        <source>The ZigBee stick</source>
        <translation>ZigBee çubuğu</translation>
    </message>
    <message>
        <source>%1: %2 is there, but the agent&apos;s user may not open it.</source>
        <translation>%1: %2 var, ama merkez birimin kullanıcısı açamıyor.</translation>
    </message>
    <message>
        <source>%1: %2 is there.</source>
        <translation>%1: %2 var.</translation>
    </message>
    <message>
        <source>%1: %2 may be read by others (mode %3).</source>
        <translation>%1: %2 başkalarınca okunabilir (mod %3).</translation>
    </message>
    <message>
        <source>The broker %1 cannot be used: %2.</source>
        <translation>%1 aracısı kullanılamıyor: %2.</translation>
    </message>
    <message>
        <source>%1: for its owner only.</source>
        <translation>%1: yalnızca sahibine açık.</translation>
    </message>
    <message>
        <source>%1: hidden from you, as it should be.</source>
        <translation>%1: sizden gizli, olması gerektiği gibi.</translation>
    </message>
    <message>
        <source>A web page answers in the place of %1: this network asks for a log-in.</source>
        <translation>%1 yerine bir web sayfası yanıt veriyor: bu ağ oturum açmak istiyor.</translation>
    </message>
    <message>
        <source>Ask the operator for a new one.</source>
        <translation>İşletmeciden yenisini isteyin.</translation>
    </message>
    <message>
        <source>Check the internet connection.</source>
        <translation>İnternet bağlantısını denetleyin.</translation>
    </message>
    <message>
        <source>Check the internet connection; if others answer, tell the node&apos;s operator.</source>
        <translation>İnternet bağlantısını denetleyin; diğerleri yanıt veriyorsa düğümün işletmecisine söyleyin.</translation>
    </message>
    <message>
        <source>Check the path, or run this as root or as a member of the installers&apos; group.</source>
        <translation>Yolu denetleyin ya da bunu root veya kurulumcular grubunun üyesi olarak çalıştırın.</translation>
    </message>
    <message>
        <source>Connect the box to the internet; the time comes from there.</source>
        <translation>Kutuyu internete bağlayın; saat oradan gelir.</translation>
    </message>
    <message>
        <source>Correct it in %1.</source>
        <translation>%1 içinde düzeltin.</translation>
    </message>
    <message>
        <source>End what else runs on this box.</source>
        <translation>Bu kutuda çalışan başka şeyleri kapatın.</translation>
    </message>
    <message>
        <source>Give it air, or a heat sink: it slows itself down.</source>
        <translation>Hava alsın ya da soğutucu takın: kendini yavaşlatıyor.</translation>
    </message>
    <message>
        <source>Give it air.</source>
        <translation>Hava alsın.</translation>
    </message>
    <message>
        <source>Look at it under Devices.</source>
        <translation>Cihazlar altında bakın.</translation>
    </message>
    <message>
        <source>Make it again during commissioning, or put it back from the backup.</source>
        <translation>Devreye alırken yeniden yapın ya da yedekten geri koyun.</translation>
    </message>
    <message>
        <source>Make room, or put in a larger card.</source>
        <translation>Yer açın ya da daha büyük kart takın.</translation>
    </message>
    <message>
        <source>Name a node of the market&apos;s chain.</source>
        <translation>Pazarın zincirinden bir düğüm belirtin.</translation>
    </message>
    <message>
        <source>Name a second one, of another owner.</source>
        <translation>Başka sahibi olan ikinci birini belirtin.</translation>
    </message>
    <message>
        <source>No meter is connected.</source>
        <translation>Bağlı sayaç yok.</translation>
    </message>
    <message>
        <source>No node of the chain answers, so nothing can be traded.</source>
        <translation>Zincirin hiçbir düğümü yanıt vermiyor, bu yüzden ticaret yapılamaz.</translation>
    </message>
    <message>
        <source>Nothing, if it falls within an hour.</source>
        <translation>Bir saat içinde düşerse hiçbir şey.</translation>
    </message>
    <message>
        <source>Only %1 MiB of memory are free.</source>
        <translation>Yalnızca %1 MiB bellek boş.</translation>
    </message>
    <message>
        <source>Only one node is named: when it is away, trading stops.</source>
        <translation>Yalnızca bir düğüm belirtilmiş: o yokken ticaret durur.</translation>
    </message>
    <message>
        <source>Open any page with a phone in the same network and log in, or use a cable.</source>
        <translation>Aynı ağdaki bir telefonla bir sayfa açıp oturum açın ya da kablo kullanın.</translation>
    </message>
    <message>
        <source>Our certificate for %1 expires in %2 days.</source>
        <translation>%1 sertifikamız %2 gün içinde doluyor.</translation>
    </message>
    <message>
        <source>Our certificate for %1 has expired.</source>
        <translation>%1 sertifikamızın süresi doldu.</translation>
    </message>
    <message>
        <source>Plug it in, or name another in the settings: %1.</source>
        <translation>Takın ya da ayarlarda başkasını belirtin: %1.</translation>
    </message>
    <message>
        <source>Plug it in. No serial device is connected at all; try another USB socket or cable.</source>
        <translation>Takın. Hiç seri cihaz bağlı değil; başka bir USB yuvası ya da kablo deneyin.</translation>
    </message>
    <message>
        <source>Put the user gridhearth into the group dialout.</source>
        <translation>gridhearth kullanıcısını dialout grubuna ekleyin.</translation>
    </message>
    <message>
        <source>Replace the card, then restore the backup.</source>
        <translation>Kartı değiştirin, sonra yedeği geri yükleyin.</translation>
    </message>
    <message>
        <source>Reports are kept meanwhile. Check the address, the port and the certificates.</source>
        <translation>Raporlar bu arada saklanır. Adresi, bağlantı noktasını ve sertifikaları denetleyin.</translation>
    </message>
    <message>
        <source>Tell the node&apos;s operator.</source>
        <translation>Düğümün işletmecisine söyleyin.</translation>
    </message>
    <message>
        <source>The agent does not answer.</source>
        <translation>Merkez birim yanıt vermiyor.</translation>
    </message>
    <message>
        <source>The clock was never set since the power came.</source>
        <translation>Güç geldiğinden beri saat hiç ayarlanmadı.</translation>
    </message>
    <message>
        <source>The processor is at %1.</source>
        <translation>İşlemci %1 sıcaklıkta.</translation>
    </message>
    <message>
        <source>The time service has not set the clock yet, so nothing is traded.</source>
        <translation>Zaman hizmeti saati henüz ayarlamadı, bu yüzden ticaret yok.</translation>
    </message>
    <message>
        <source>The time service has set the clock.</source>
        <translation>Zaman hizmeti saati ayarladı.</translation>
    </message>
    <message>
        <source>The voltage is too low now.</source>
        <translation>Gerilim şimdi çok düşük.</translation>
    </message>
    <message>
        <source>The voltage was too low at least once since the power came.</source>
        <translation>Güç geldiğinden beri gerilim en az bir kez çok düştü.</translation>
    </message>
    <message>
        <source>Unplug the other one, or name the right one: %1.</source>
        <translation>Diğerini çıkarın ya da doğrusunu belirtin: %1.</translation>
    </message>
    <message>
        <source>Use the power supply that belongs to this Pi, and a short cable.</source>
        <translation>Bu Pi&apos;ye ait güç kaynağını ve kısa bir kablo kullanın.</translation>
    </message>
    <message>
        <source>Wait a minute; if it stays, let the network pass NTP (UDP port 123).</source>
        <translation>Bir dakika bekleyin; sürerse ağda NTP&apos;ye (UDP 123) izin verin.</translation>
    </message>
    <message>
        <source>%1 The clock was never set (it is before 2025 for this box): no certificate can be checked until the time service (NTP, UDP port 123) is reached.</source>
        <translation>%1 Saat hiç ayarlanmadı (bu kutu için 2025&apos;ten önce): zaman hizmetine (NTP, UDP 123) ulaşılana dek sertifika denetlenemez.</translation>
    </message>
    <message>
        <source>Check the box&apos;s internet connection; or show the operator the request on the screen.</source>
        <translation>Kutunun internet bağlantısını denetleyin ya da işletmeciye ekrandaki başvuruyu gösterin.</translation>
    </message>
    <message>
        <source>The keys and the request are being made.</source>
        <translation>Anahtarlar ve başvuru hazırlanıyor.</translation>
    </message>
    <message>
        <source>The operator has to see the same number; then wait, the answer is fetched by itself.</source>
        <translation>İşletmeci aynı sayıyı görmeli; sonra bekleyin, yanıt kendiliğinden alınır.</translation>
    </message>
    <message>
        <source>The operator let this box in.</source>
        <translation>İşletmeci bu kutuyu kabul etti.</translation>
    </message>
    <message>
        <source>The operator refused this box: %1</source>
        <translation>İşletmeci bu kutuyu reddetti: %1</translation>
    </message>
    <message>
        <source>The operator&apos;s answer is here and is being taken.</source>
        <translation>İşletmecinin yanıtı geldi ve işleniyor.</translation>
    </message>
    <message>
        <source>The request could not be sent yet.</source>
        <translation>Başvuru henüz gönderilemedi.</translation>
    </message>
    <message>
        <source>The request is made; the operator&apos;s answer is not here yet.</source>
        <translation>Başvuru yapıldı; işletmecinin yanıtı henüz gelmedi.</translation>
    </message>
    <message>
        <source>This box has not asked to join a market.</source>
        <translation>Bu kutu bir pazara katılmak istemedi.</translation>
    </message>
    <message>
        <source>Wait a moment; it goes on by itself.</source>
        <translation>Biraz bekleyin; kendiliğinden sürer.</translation>
    </message>
    <message>
        <source>Ask the operator for a new code, then: %1</source>
        <translation>İşletmeciden yeni bir kod isteyin, sonra: %1</translation>
    </message>
    <message>
        <source>Ask the operator for a one-time code, then: %1</source>
        <translation>İşletmeciden tek kullanımlık bir kod isteyin, sonra: %1</translation>
    </message>
    <message>
        <source>The address %1 is not 16 hexadecimal digits.</source>
        <translation>%1 adresi 16 onaltılık basamak değil.</translation>
    </message>
    <message>
        <source>The address %1 is that of no device.</source>
        <translation>%1 adresi bir cihazın değil.</translation>
    </message>
    <message>
        <source>The checksum %1 does not fit the digits before it: one digit or more is wrong. Compare 0 with D, 8 with B and 1 with 7.</source>
        <translation>%1 sağlaması önündeki basamaklara uymuyor: bir ya da birkaçı yanlış. 0 ile D, 8 ile B, 1 ile 7 karşılaştırın.</translation>
    </message>
    <message>
        <source>The code has %1 digits; allowed: %2.</source>
        <translation>Kodda %1 basamak var; izin verilen: %2.</translation>
    </message>
    <message>
        <source>The code has characters that are no digits (%1); allowed: %2.</source>
        <translation>Kodda basamak olmayan işaretler var (%1); izin verilen: %2.</translation>
    </message>
    <message>
        <source>The device&apos;s address is missing: 16 hexadecimal digits, on the label too.</source>
        <translation>Cihazın adresi eksik: 16 onaltılık basamak, o da etikette.</translation>
    </message>
    <message>
        <source>The label is of device %1, not of %2.</source>
        <translation>Etiket %1 cihazının, %2 cihazının değil.</translation>
    </message>
    <message>
        <source>Remove what does not belong on this card, or call your installer for a larger one.</source>
        <translation>Bu karta ait olmayanı silin ya da kurulumcunuzdan daha büyüğünü isteyin.</translation>
    </message>
    <message>
        <source>The disk is almost full: what was begun is finished, nothing new is ordered.</source>
        <translation>Disk neredeyse dolu: başlanan bitirilir, yeni bir şey istenmez.</translation>
    </message>
    <message>
        <source>The disk is full or cannot be written: nothing is signed any more.</source>
        <translation>Disk dolu ya da yazılamıyor: artık hiçbir şey imzalanmaz.</translation>
    </message>
    <message>
        <source>Look at what it said (journalctl -u gridhearth), then: gridhearth resume.</source>
        <translation>Ne dediğine bakın (journalctl -u gridhearth), sonra: gridhearth resume.</translation>
    </message>
    <message>
        <source>The agent broke down again and again; it decides nothing until somebody lets it go on.</source>
        <translation>Merkez birim tekrar tekrar çöktü; biri devam ettirene dek karar vermez.</translation>
    </message>
    <message>
        <source>Run: gridhearth config check. Correct what it names, then restart the service.</source>
        <translation>Çalıştırın: gridhearth config check. Belirttiklerini düzeltin, sonra hizmeti yeniden başlatın.</translation>
    </message>
    <message>
        <source>The settings that worked last have another %1: they are not used.</source>
        <translation>Son çalışan ayarlarda başka: %1; kullanılmıyorlar.</translation>
    </message>
    <message>
        <source>A vote for a parameter names the parameter and its value, and no address.</source>
        <translation>Bir parametre oyu parametreyi ve değerini belirtir, adres belirtmez.</translation>
    </message>
    <message>
        <source>A vote for a person names the address, and no parameter.</source>
        <translation>Bir kişi oyu adresi belirtir, parametre belirtmez.</translation>
    </message>
    <message>
        <source>Nothing is done at the storage contract: %1.</source>
        <translation>Depolama sözleşmesinde hiçbir şey yapılmıyor: %1.</translation>
    </message>
    <message>
        <source>The same is under way already; its outcome shows within some blocks.</source>
        <translation>Aynısı zaten yolda; sonucu birkaç blok içinde görünür.</translation>
    </message>
    <message>
        <source>This home has no vote in the storage contract.</source>
        <translation>Bu evin depolama sözleşmesinde oyu yok.</translation>
    </message>
    <message>
        <source>A report of energy into the battery was not accepted %1 time(s): %2.</source>
        <translation>Bataryaya giren enerjinin raporu %1 kez kabul edilmedi: %2.</translation>
    </message>
    <message>
        <source>A report of energy out of the battery was not accepted %1 time(s): %2.</source>
        <translation>Bataryadan çıkan enerjinin raporu %1 kez kabul edilmedi: %2.</translation>
    </message>
    <message>
        <source>A report of energy in it was not accepted %1 time(s): %2.</source>
        <translation>İçindeki enerjinin raporu %1 kez kabul edilmedi: %2.</translation>
    </message>
    <message>
        <source>If the meter was exchanged or reset, your installer confirms it (device.assign with replace); otherwise the energy comes back by itself.</source>
        <translation>Sayaç değiştirildiyse ya da sıfırlandıysa kurulumcunuz onaylar (replace ile device.assign); yoksa enerji kendiliğinden döner.</translation>
    </message>
    <message>
        <source>Nothing is reported: the storage contract is not what the settings say.</source>
        <translation>Hiçbir şey bildirilmiyor: depolama sözleşmesi ayarların dediği gibi değil.</translation>
    </message>
    <message>
        <source>The register of the storage unit&apos;s meter %1. Nothing is reported from it.</source>
        <translation>Depolama biriminin sayacı %1. Ondan hiçbir şey bildirilmiyor.</translation>
    </message>
    <message>
        <source>ran backwards (was it reset, or exchanged?)</source>
        <translation>geri saydı (sıfırlandı ya da değiştirildi mi?)</translation>
    </message>
    <message>
        <source>jumped further than the battery can have moved</source>
        <translation>bataryanın yapabileceğinden fazla sıçradı</translation>
    </message>
    <message>
        <source>is none that a meter can have</source>
        <translation>bir sayacın gösterebileceği gibi değil</translation>
    </message>
    <message>
        <source>said two things at once</source>
        <translation>aynı anda iki şey söyledi</translation>
    </message>
    <message>
        <source>is not believed</source>
        <translation>inandırıcı değil</translation>
    </message>
    <message>
        <source>The storage contract %1 is not what the settings say: %2.</source>
        <translation>%1 depolama sözleşmesi ayarların dediği gibi değil: %2.</translation>
    </message>
    <message>
        <source>Nothing is done there; the auction goes on.</source>
        <translation>Orada hiçbir şey yapılmıyor; açık artırma sürüyor.</translation>
    </message>
    <message>
        <source>This was found %1 times.</source>
        <translation>Bu %1 kez görüldü.</translation>
    </message>
    <message>
        <source>Compare contract, dialect and code_hash under [storage] with what the storage market&apos;s voters publish, correct them, and start the agent again.</source>
        <translation>[storage] altındaki contract, dialect ve code_hash değerlerini depolama pazarının oy verenlerinin yayımladığıyla karşılaştırın, düzeltin ve merkez birimi yeniden başlatın.</translation>
    </message>
    <message>
        <source>The storage unit is not registered, or was removed by a vote; nothing is lost: what it counts stays open.</source>
        <translation>Birim kayıtlı değil ya da oylamayla çıkarıldı; hiçbir şey kaybolmaz: saydığı açık kalır.</translation>
    </message>
    <message>
        <source>%1 was accepted.</source>
        <translation>%1 kabul edildi.</translation>
    </message>
    <message>
        <source>This contract&apos;s reader cannot read it yet.</source>
        <translation>Bu sözleşmenin okuyucusu onu henüz okuyamıyor.</translation>
    </message>
    <message>
        <source>This home takes no part in a storage market: its settings have no [storage] table. Add it, and start the agent again.</source>
        <translation>Bu ev bir depolama pazarına katılmıyor: ayarlarında [storage] tablosu yok. Ekleyin ve merkez birimi yeniden başlatın.</translation>
    </message>
    <message>
        <source>It was restored from a backup: what waited then is not sent again.</source>
        <translation>Bir yedekten geri yüklendi: o zaman bekleyen yeniden gönderilmez.</translation>
    </message>
    <message>
        <source>This home was restored from a backup; it trades again after %1.</source>
        <translation>Bu ev bir yedekten geri yüklendi; %1 sonra yeniden ticaret yapar.</translation>
    </message>
    <message>
        <source>Check the internet connection and that the nodes are right; it is tried again by itself.</source>
        <translation>İnternet bağlantısını ve düğümlerin doğruluğunu denetleyin; kendiliğinden yeniden denenir.</translation>
    </message>
    <message>
        <source>Encrypt the key as docs/configuration.md says, then start the agent again.</source>
        <translation>Anahtarı docs/configuration.md&apos;nin dediği gibi şifreleyin, sonra merkez birimi yeniden başlatın.</translation>
    </message>
    <message>
        <source>Joining makes the keys; with a code on the card by itself, else: %1</source>
        <translation>Katılım anahtarları yapar; kartta kod varsa kendiliğinden, yoksa: %1</translation>
    </message>
    <message>
        <source>Put the market&apos;s network file there; the operator hands it out.</source>
        <translation>Pazarın ağ dosyasını oraya koyun; onu işletmeci verir.</translation>
    </message>
    <message>
        <source>The chain has not proven the market&apos;s times yet: this home has never been connected.</source>
        <translation>Zincir pazarın sürelerini henüz kanıtlamadı: bu ev hiç bağlanmadı.</translation>
    </message>
    <message>
        <source>The market&apos;s network file %1 is not here yet.</source>
        <translation>Pazarın %1 ağ dosyası henüz burada değil.</translation>
    </message>
    <message>
        <source>This box has no keys yet (%1).</source>
        <translation>Bu kutuın henüz anahtarları yok (%1).</translation>
    </message>
    <message>
        <source>The radio is starting.</source>
        <translation>Telsiz başlıyor.</translation>
    </message>
    <message>
        <source>The radio is stopped.</source>
        <translation>Telsiz durdu.</translation>
    </message>
    <message>
        <source>The radio is up.</source>
        <translation>Telsiz çalışır durumda.</translation>
    </message>
    <message>
        <source>The radio&apos;s driver failed.</source>
        <translation>Telsizin sürücüsü hata verdi.</translation>
    </message>
    <message>
        <source>The stick did not answer; the radio is built anew.</source>
        <translation>Çubuk yanıt vermedi; telsiz yeniden kuruluyor.</translation>
    </message>
    <message>
        <source>The stick does not answer every command.</source>
        <translation>Çubuk her komuta yanıt vermiyor.</translation>
    </message>
    <message>
        <source>The stick has another network than the one of this home: put the right stick in, or restore this home&apos;s backup onto it.</source>
        <translation>Çubukta bu evinkinden başka bir ağ var: doğru çubuğu takın ya da bu evin yedeğini ona yükleyin.</translation>
    </message>
    <message>
        <source>The stick has lost the network of this home: restore the backup, or form a new one and pair every device again.</source>
        <translation>Çubuk bu evin ağını kaybetti: yedeği geri yükleyin ya da yeni bir ağ kurup her cihazı yeniden eşleştirin.</translation>
    </message>
    <message>
        <source>The stick has no network yet: form one, or restore a backup.</source>
        <translation>Çubuğun henüz ağı yok: bir tane kurun ya da bir yedeği geri yükleyin.</translation>
    </message>
    <message>
        <source>The stick was lost: %1.</source>
        <translation>Çubuk kayboldu: %1.</translation>
    </message>
    <message>
        <source>It could not be set up yet (%1).</source>
        <translation>Henüz kurulamadı (%1).</translation>
    </message>
    <message>
        <source>It has neither a meter nor a relay that could be used.</source>
        <translation>Kullanılabilecek ne sayacı ne rölesi var.</translation>
    </message>
    <message>
        <source>It speaks a maker&apos;s own language (Tuya datapoints) that no profile here explains.</source>
        <translation>Burada hiçbir profilin açıklamadığı bir üretici dili (Tuya) konuşuyor.</translation>
    </message>
    <message>
        <source>It did not answer; what was known of it still holds.</source>
        <translation>Yanıt vermedi; bilinenler hâlâ geçerli.</translation>
    </message>
    <message>
        <source>It did not say what it is; it is asked again in %1 s.</source>
        <translation>Ne olduğunu söylemedi; %1 s sonra yeniden sorulur.</translation>
    </message>
    <message>
        <source>It is a %1; it is set up.</source>
        <translation>Bu bir %1; kuruluyor.</translation>
    </message>
    <message>
        <source>It is asked what it is.</source>
        <translation>Ne olduğu soruluyor.</translation>
    </message>
    <message>
        <source>It is ready.</source>
        <translation>Hazır.</translation>
    </message>
    <message>
        <source>It joined the network.</source>
        <translation>Ağa katıldı.</translation>
    </message>
    <message>
        <source>It left the network.</source>
        <translation>Ağdan ayrıldı.</translation>
    </message>
    <message>
        <source>It was not expected, and was sent away.</source>
        <translation>Beklenmiyordu, geri gönderildi.</translation>
    </message>
    <message>
        <source>It was removed from the network.</source>
        <translation>Ağdan çıkarıldı.</translation>
    </message>
    <message>
        <source>It has not been read yet.</source>
        <translation>Henüz okunmadı.</translation>
    </message>
    <message>
        <source>It has not said anything for too long; the last registers still hold.</source>
        <translation>Çok uzun süredir bir şey söylemedi; son sayımlar hâlâ geçerli.</translation>
    </message>
    <message>
        <source>It sent a register that cannot be.</source>
        <translation>Olamayacak bir sayım gönderdi.</translation>
    </message>
    <message>
        <source>Its register fell; it is watched before it is believed.</source>
        <translation>Sayımı düştü; inanılmadan önce izleniyor.</translation>
    </message>
    <message>
        <source>Its register jumped further than the connection can carry; it is watched before it is believed.</source>
        <translation>Sayımı bağlantının taşıyabileceğinden fazla sıçradı; inanılmadan önce izleniyor.</translation>
    </message>
    <message>
        <source>The first register was read; a second one has to agree before it counts.</source>
        <translation>İlk sayım okundu; sayılmadan önce ikincisi uymalı.</translation>
    </message>
    <message>
        <source>Demand says %1 W and active power %2 W: one is scaled %3 times too large.</source>
        <translation>Talep %1 W, etkin güç %2 W diyor: biri %3 kat fazla büyük.</translation>
    </message>
    <message>
        <source>Demand says %1 W and active power %2 W: one of them has a wrong sign.</source>
        <translation>Talep %1 W, etkin güç %2 W diyor: birinin işareti yanlış.</translation>
    </message>
    <message>
        <source>Only %1 of 3 phases gave a power; no total is known.</source>
        <translation>3 fazdan yalnızca %1 tanesi güç verdi; toplam bilinmiyor.</translation>
    </message>
    <message>
        <source>Its position after a power cut could not be set: %1.</source>
        <translation>Elektrik kesintisinden sonraki konumu ayarlanamadı: %1.</translation>
    </message>
    <message>
        <source>Its position after a power cut is its own choice (no StartUpOnOff).</source>
        <translation>Elektrik kesintisinden sonraki konumunu kendisi seçer (StartUpOnOff yok).</translation>
    </message>
    <message>
        <source>It does not report %1 of cluster %2; that is polled.</source>
        <translation>%2 kümesinin %1 değerini bildirmiyor; soruluyor.</translation>
    </message>
    <message>
        <source>Its reports (cluster %1) could not be set up: %2.</source>
        <translation>Bildirimleri (küme %1) kurulamadı: %2.</translation>
    </message>
    <message>
        <source>The device does not say the scale of its %1; %2/%3 from profile %4 was assumed.</source>
        <translation>Cihaz ölçeğini söylemiyor (%1); %4 profilinden %2/%3 varsayıldı.</translation>
    </message>
    <message>
        <source>The device hides the scale of its %1 (%2): the numbers may be 10, 100 or 1 000 times too large, so they are not used. A profile with its scale would help.</source>
        <translation>Cihaz ölçeğini gizliyor (%1; %2): sayılar 10, 100 ya da 1 000 kat büyük olabilir, bu yüzden kullanılmıyor. Ölçeğini veren bir profil işe yarar.</translation>
    </message>
    <message>
        <source>Datapoint %1 held no register (%2).</source>
        <translation>%1 veri noktasında sayım yoktu (%2).</translation>
    </message>
    <message>
        <source>Datapoint %1 was not eight packed bytes.</source>
        <translation>%1 veri noktası sekiz paketli bayt değildi.</translation>
    </message>
    <message>
        <source>It has sent no energy register yet; power alone cannot be settled.</source>
        <translation>Henüz enerji sayımı göndermedi; yalnızca güçle hesap görülemez.</translation>
    </message>
    <message>
        <source>Its power has no sign: it cannot tell drawing from giving; its registers can.</source>
        <translation>Gücünün işareti yok: çekmeyi vermeden ayıramaz; sayımları ayırır.</translation>
    </message>
    <message>
        <source>Register %1 was below zero (%2); not used.</source>
        <translation>%1 sayımı sıfırın altındaydı (%2); kullanılmadı.</translation>
    </message>
    <message>
        <source>The %1 register was below zero; not used.</source>
        <translation>Sayım (%1) sıfırın altındaydı; kullanılmadı.</translation>
    </message>
    <message>
        <source>The device does not say its unit; kWh was assumed.</source>
        <translation>Cihaz birimini söylemiyor; kWh varsayıldı.</translation>
    </message>
    <message>
        <source>The report of %1 into the battery</source>
        <translation>Bataryaya giren %1 raporu</translation>
    </message>
    <message>
        <source>The report of %1 out of the battery</source>
        <translation>Bataryadan çıkan %1 raporu</translation>
    </message>
    <message>
        <source>The report that the battery holds %1</source>
        <translation>Bataryada %1 olduğu raporu</translation>
    </message>
    <message>
        <source>%1: its outcome is being proven.</source>
        <translation>%1: sonucu kanıtlanıyor.</translation>
    </message>
    <message>
        <source>%1 is on its way.</source>
        <translation>%1 yolda.</translation>
    </message>
    <message>
        <source>%1 is being signed.</source>
        <translation>%1 imzalanıyor.</translation>
    </message>
    <message>
        <source>%1 was refused: %2.</source>
        <translation>%1 reddedildi: %2.</translation>
    </message>
    <message>
        <source>%1 was not carried out: %2.</source>
        <translation>%1 yapılmadı: %2.</translation>
    </message>
    <message>
        <source>the call could not be carried out</source>
        <translation>çağrı yapılamadı</translation>
    </message>
    <message>
        <source>the contract said: %1</source>
        <translation>sözleşme şunu dedi: %1</translation>
    </message>
    <message>
        <source>the contract gave no reason</source>
        <translation>sözleşme neden belirtmedi</translation>
    </message>
    <message>
        <source>The energy stays open.</source>
        <translation>Enerji açık kalır.</translation>
    </message>
    <message>
        <source>It is tried again by itself.</source>
        <translation>Kendiliğinden yeniden denenir.</translation>
    </message>
    <message>
        <source>The battery says it holds %1; by its meter (%2 in, %3 out since it was last compared) it should be %4.</source>
        <translation>Batarya %1 tuttuğunu söylüyor; sayacına göre (son karşılaştırmadan beri %2 giren, %3 çıkan) %4 olmalıydı.</translation>
    </message>
    <message>
        <source>The battery says it holds %1; by its meter (%2 in, %3 out since it was last compared) it should be %4 to %5.</source>
        <translation>Batarya %1 tuttuğunu söylüyor; sayacına göre (son karşılaştırmadan beri %2 giren, %3 çıkan) %4 ile %5 arası olmalıydı.</translation>
    </message>
    <message>
        <source>The %1 was exchanged; its registers go on as soon as two readings agree.</source>
        <translation>%1 değiştirildi; iki okuma uyuşur uyuşmaz sayımı sürer.</translation>
    </message>
    <message>
        <source>The %1 is not on a serial line of the settings.</source>
        <translation>%1 ayarların bir seri hattında değil.</translation>
    </message>
    <message>
        <source>A device of the radio is exchanged by giving the role to another one.</source>
        <translation>Telsiz cihazı, görev başka birine verilerek değiştirilir.</translation>
    </message>
    <message>
        <source>The %1 is on a serial line: the settings name it under [[meters.lines]]. Take it out there first, or exchange the meter on the line (%2).</source>
        <translation>%1 bir seri hatta: ayarlar onu [[meters.lines]] altında belirtiyor. Önce oradan çıkarın ya da hattaki sayacı değiştirin (%2).</translation>
    </message>
    <message>
        <source>The box</source>
        <translation>Kutu</translation>
    </message>
    <message>
        <source>The time</source>
        <translation>Saat</translation>
    </message>
    <message>
        <source>The settings</source>
        <translation>Ayarlar</translation>
    </message>
    <message>
        <source>The keys and the request</source>
        <translation>Anahtarlar ve başvuru</translation>
    </message>
    <message>
        <source>The agent</source>
        <translation>Merkez birim</translation>
    </message>
    <message>
        <source>The radio</source>
        <translation>Telsiz</translation>
    </message>
    <message>
        <source>Devices in the network</source>
        <translation>Ağdaki cihazlar</translation>
    </message>
    <message>
        <source>Which meter counts what</source>
        <translation>Hangi sayaç neyi sayar</translation>
    </message>
    <message>
        <source>Live check of each meter</source>
        <translation>Her sayacın denemesi</translation>
    </message>
    <message>
        <source>Relays switched on and off</source>
        <translation>Röleler açılıp kapatıldı</translation>
    </message>
    <message>
        <source>The battery&apos;s unit</source>
        <translation>Bataryanın birimi</translation>
    </message>
    <message>
        <source>Meters on serial lines</source>
        <translation>Seri hatlardaki sayaçlar</translation>
    </message>
    <message>
        <source>Member of the market</source>
        <translation>Piyasa üyesi</translation>
    </message>
    <message>
        <source>The market&apos;s chain</source>
        <translation>Piyasanın zinciri</translation>
    </message>
    <message>
        <source>The operator&apos;s broker</source>
        <translation>İşletmecinin aracısı</translation>
    </message>
    <message>
        <source>The household&apos;s PIN</source>
        <translation>Hanenin PIN&apos;i</translation>
    </message>
    <message>
        <source>Backup of the network</source>
        <translation>Ağın yedeği</translation>
    </message>
    <message>
        <source>Handed over</source>
        <translation>Teslim edildi</translation>
    </message>
    <message>
        <source>It is not reported.</source>
        <translation>Bildirilmiyor.</translation>
    </message>
    <message>
        <source>The battery holds %1, the contract %2: %3 more, which was in it before reporting began or was believed lost.</source>
        <translation>Bataryada %1, sözleşmede %2: %3 fazla; bildirim başlamadan önce vardı ya da kayıp sanılıyordu.</translation>
    </message>
    <message>
        <source>The battery holds %1, the contract %2: %3 less; %4.</source>
        <translation>Bataryada %1, sözleşmede %2: %3 eksik; %4.</translation>
    </message>
    <message>
        <source>%1 were lost in charging, discharging and standing</source>
        <translation>%1 doldurma, boşaltma ve beklemede kayboldu</translation>
    </message>
    <message>
        <source>%1 were lost in charging, discharging and standing, %2 % of what went in</source>
        <translation>%1 doldurma, boşaltma ve beklemede kayboldu, girenin yüzde %2 kadarı</translation>
    </message>
    <message>
        <source>%1 left the battery without a session</source>
        <translation>%1 bataryadan oturumsuz çıktı</translation>
    </message>
    <message>
        <source>The settings are refused; the agent runs with the ones that worked last, and does not trade: nobody can tell what was changed.</source>
        <translation>Ayarlar reddedildi; merkez birim son çalışanlarla sürüyor ve ticaret yapmıyor: neyin değiştiği bilinmiyor.</translation>
    </message>
    <message>
        <source>The settings are refused; the agent runs with the ones that worked last, and does not trade: the limits were changed.</source>
        <translation>Ayarlar reddedildi; merkez birim son çalışanlarla sürüyor ve ticaret yapmıyor: sınırlar değişti.</translation>
    </message>
    <message>
        <source>The settings are refused; the agent runs with the ones that worked last, and goes on.</source>
        <translation>Ayarlar reddedildi; merkez birim son çalışanlarla sürüyor ve devam ediyor.</translation>
    </message>
    <message>
        <source>final</source>
        <translation>kesin</translation>
    </message>
    <message>
        <source>traded</source>
        <translation>işlem gördü</translation>
    </message>
    <message>
        <source>Cycle %1: %2 metered of %3 agreed, penalty %4, income %5.</source>
        <translation>%1. tur: %3 anlaşmadan %2 ölçüldü, ceza %4, gelir %5.</translation>
    </message>
    <message>
        <source>Cycle %1: %2 metered of %3 agreed, penalty %4, bill %5.</source>
        <translation>%1. tur: %3 anlaşmadan %2 ölçüldü, ceza %4, fatura %5.</translation>
    </message>
    <message>
        <source>Cycle %1: %2 metered of %3 agreed, penalty %4, income %5 (not verified).</source>
        <translation>%1. tur: %3 anlaşmadan %2 ölçüldü, ceza %4, gelir %5 (doğrulanmadı).</translation>
    </message>
    <message>
        <source>Cycle %1: %2 metered of %3 agreed, penalty %4, bill %5 (not verified).</source>
        <translation>%1. tur: %3 anlaşmadan %2 ölçüldü, ceza %4, fatura %5 (doğrulanmadı).</translation>
    </message>
    <message>
        <source>Waiting to sell %1 between %2 and %3.</source>
        <translation>%1 satmak için bekliyor: %2 ile %3 arası.</translation>
    </message>
    <message>
        <source>Waiting to sell %1 between %2 and %3, preferably within %4 m.</source>
        <translation>%1 satmak için bekliyor: %2 ile %3 arası, tercihen %4 m içinde.</translation>
    </message>
    <message>
        <source>Waiting to buy %1 between %2 and %3.</source>
        <translation>%1 almak için bekliyor: %2 ile %3 arası.</translation>
    </message>
    <message>
        <source>Waiting to buy %1 between %2 and %3, preferably within %4 m.</source>
        <translation>%1 almak için bekliyor: %2 ile %3 arası, tercihen %4 m içinde.</translation>
    </message>
    <message>
        <source>Repeated every cycle: sell %1 between %2 and %3.</source>
        <translation>Her tur yinelenir: %1 sat, %2 ile %3 arası.</translation>
    </message>
    <message>
        <source>Repeated every cycle: sell %1 between %2 and %3, preferably within %4 m.</source>
        <translation>Her tur yinelenir: %1 sat, %2 ile %3 arası, tercihen %4 m içinde.</translation>
    </message>
    <message>
        <source>Repeated every cycle: buy %1 between %2 and %3.</source>
        <translation>Her tur yinelenir: %1 al, %2 ile %3 arası.</translation>
    </message>
    <message>
        <source>Repeated every cycle: buy %1 between %2 and %3, preferably within %4 m.</source>
        <translation>Her tur yinelenir: %1 al, %2 ile %3 arası, tercihen %4 m içinde.</translation>
    </message>
    <message>
        <source>1 try</source>
        <translation>1 deneme</translation>
    </message>
    <message>
        <source>The PIN is as it was: %1.</source>
        <translation>PIN olduğu gibi kaldı: %1.</translation>
    </message>
    <message>
        <source>The PIN was not looked at: %1.</source>
        <translation>PIN&apos;e bakılmadı: %1.</translation>
    </message>
    <message>
        <source>The PIN is right. %1.</source>
        <translation>PIN doğru. %1.</translation>
    </message>
    <message>
        <source>While joining is open, anyone near this home can let a device in and overhear the network&apos;s key, with which every meter can be listened to and imitated. Use the device&apos;s install code where it has one. If you open all the same, do it for as short as you can.</source>
        <translation>Katılma açıkken bu evin yakınındaki herkes bir cihaz sokabilir ve ağın anahtarını dinleyebilir; onunla her sayaç dinlenip taklit edilebilir. Varsa cihazın kurulum kodunu kullanın. Yine de açarsanız olabildiğince kısa açın.</translation>
    </message>
    <message>
        <source>%1 said what it is.</source>
        <translation>%1 ne olduğunu söyledi.</translation>
    </message>
    <message>
        <source>%1 reports by itself now.</source>
        <translation>%1 artık kendiliğinden bildiriyor.</translation>
    </message>
    <message>
        <source>Name a file of the backup directory or give a document.</source>
        <translation>Yedek klasöründen bir dosya adı ya da bir belge verin.</translation>
    </message>
    <message>
        <source>The backup&apos;s file: %1.</source>
        <translation>Yedek dosyası: %1.</translation>
    </message>
    <message>
        <source>The radio shows no meter %1.</source>
        <translation>Telsiz %1 sayacını göstermiyor.</translation>
    </message>
    <message>
        <source>A meter&apos;s role is one of %1, not %2.</source>
        <translation>Bir sayacın görevi şunlardan biridir: %1; %2 değil.</translation>
    </message>
    <message>
        <source>A load of %1 W is too small; allowed: %2 W or more.</source>
        <translation>%1 W yük çok küçük; izin verilen: %2 W veya fazlası.</translation>
    </message>
    <message>
        <source>A fuse of %1 A is not 1 to 200 A.</source>
        <translation>%1 A sigorta 1 ile 200 A arasında değil.</translation>
    </message>
    <message>
        <source>A connection has 1 or 3 phases, not %1.</source>
        <translation>Bir bağlantı 1 ya da 3 fazlıdır, %1 değil.</translation>
    </message>
    <message>
        <source>%1 W is more than the connection&apos;s %2 W.</source>
        <translation>%1 W, bağlantının %2 W gücünden fazla.</translation>
    </message>
    <message>
        <source>It fell by %1 when the load went on: the clamp sits the other way round – tick “turned round”.</source>
        <translation>Yük açılınca %1 düştü: kıskaç ters takılı – “Çevir” deyin.</translation>
    </message>
    <message>
        <source>It shows the panels drawing %1: the clamp sits the other way round – tick “turned round”.</source>
        <translation>Panellerin %1 çektiğini gösteriyor: kıskaç ters takılı – “Çevir” deyin.</translation>
    </message>
    <message>
        <source>It showed %1, but a connection of %2 × %3 A carries %4: its scale is too large.</source>
        <translation>%1 gösterdi, ama %2 × %3 A bağlantı %4 taşır: ölçeği fazla büyük.</translation>
    </message>
    <message>
        <source>About %1 Wh passed and its register did not count.</source>
        <translation>Yaklaşık %1 Wh geçti ve kaydı saymadı.</translation>
    </message>
    <message>
        <source>Its power and its registers disagree about what is drawn and what is given; it cannot be used without a profile.</source>
        <translation>Gücü ile kayıtları neyin çekildiği ve neyin verildiği konusunda çelişiyor; profil olmadan kullanılamaz.</translation>
    </message>
    <message>
        <source>%1: that fits.</source>
        <translation>%1: uyuyor.</translation>
    </message>
    <message>
        <source>%1: the scale is %2 times too large.</source>
        <translation>%1: ölçek %2 fazla büyük.</translation>
    </message>
    <message>
        <source>%1: the scale is %2 times too small.</source>
        <translation>%1: ölçek %2 fazla küçük.</translation>
    </message>
    <message>
        <source>ten</source>
        <translation>on kat</translation>
    </message>
    <message>
        <source>a hundred</source>
        <translation>yüz kat</translation>
    </message>
    <message>
        <source>a thousand</source>
        <translation>bin kat</translation>
    </message>
    <message>
        <source>%1: this meter does not see the panels; another one does, or none.</source>
        <translation>%1: bu sayaç panelleri görmüyor; başkası ya da hiçbiri görüyor.</translation>
    </message>
    <message>
        <source>%1: this meter does not see the load; another one does, or none.</source>
        <translation>%1: bu sayaç yükü görmüyor; başkası ya da hiçbiri görüyor.</translation>
    </message>
    <message>
        <source>%1, a third of it: only one of three phases is measured, or the load is on all three and the meter on one.</source>
        <translation>%1, üçte biri: üç fazdan yalnız biri ölçülüyor ya da yük üçünde, sayaç birinde.</translation>
    </message>
    <message>
        <source>%1: that fits nothing; check the load&apos;s power and what else is on.</source>
        <translation>%1: hiçbir şeye uymuyor; yükün gücüne ve başka nelerin açık olduğuna bakın.</translation>
    </message>
    <message>
        <source>Its register counted %1 Wh while about %2 Wh passed: it counts %3 times too little.</source>
        <translation>Yaklaşık %2 Wh geçerken kaydı %1 Wh saydı: %3 kat az sayıyor.</translation>
    </message>
    <message>
        <source>The shortest time %1 is %2 s; allowed: 0 to 86 400 s.</source>
        <translation>En kısa süre %1: %2 s; izin verilen: 0 ile 86 400 s.</translation>
    </message>
    <message>
        <source>The lease is %1 s; allowed: %2 to 6 000 s.</source>
        <translation>Süre %1 s; izin verilen: %2 ile 6 000 s.</translation>
    </message>
    <message>
        <source>Meter %1 is not in the settings.</source>
        <translation>%1 sayacı ayarlarda yok.</translation>
    </message>
    <message>
        <source>Meter %1 is already in use.</source>
        <translation>%1 sayacı zaten kullanımda.</translation>
    </message>
    <message>
        <source>This home has no radio: its settings have no [radio] table. Add it, and start the agent again.</source>
        <translation>Bu evde telsiz yok: ayarlarında [radio] tablosu yok. Ekleyin ve aracıyı yeniden başlatın.</translation>
    </message>
    <message>
        <source>%1 is in use (%2); release it first.</source>
        <translation>%1 kullanımda (%2); önce görevini alın.</translation>
    </message>
    <message>
        <source>No relay is called %1; gridhearth devices lists them.</source>
        <translation>%1 adlı röle yok; gridhearth devices onları gösterir.</translation>
    </message>
    <message>
        <source>%1 has several relays; name one by its key: %2.</source>
        <translation>%1 birkaç röleli; birini anahtarıyla söyleyin: %2.</translation>
    </message>
    <message>
        <source>The radio shows no %1; gridhearth devices lists them all.</source>
        <translation>Telsiz %1 göstermiyor; gridhearth devices hepsini listeler.</translation>
    </message>
    <message>
        <source>%1 is no %2.</source>
        <translation>%1 şu değil: %2.</translation>
    </message>
    <message>
        <source>Nothing was opened.</source>
        <translation>Hiçbir şey açılmadı.</translation>
    </message>
</context>
<context>
    <name>devices</name>
    <message>
        <source>grid meter</source>
        <translation>şebeke sayacı</translation>
    </message>
    <message>
        <source>meter of what is made</source>
        <translation>üretim sayacı</translation>
    </message>
    <message>
        <source>meter of the store</source>
        <translation>depo sayacı</translation>
    </message>
    <message>
        <source>relay</source>
        <translation>röle</translation>
    </message>
    <message>
        <source>relay without a task</source>
        <translation>görevsiz röle</translation>
    </message>
    <message>
        <source>meter without a task</source>
        <translation>görevsiz sayaç</translation>
    </message>
    <message>
        <source>device</source>
        <translation>cihaz</translation>
    </message>
    <message>
        <source>draws %1</source>
        <translation>%1 çekiyor</translation>
    </message>
    <message>
        <source>gives %1</source>
        <translation>%1 veriyor</translation>
    </message>
    <message>
        <source>makes %1</source>
        <translation>%1 üretiyor</translation>
    </message>
    <message>
        <source>on</source>
        <translation>açık</translation>
    </message>
    <message>
        <source>off</source>
        <translation>kapalı</translation>
    </message>
    <message>
        <source>not known</source>
        <translation>bilinmiyor</translation>
    </message>
    <message>
        <source>has said nothing yet</source>
        <translation>henüz bir şey bildirmedi</translation>
    </message>
    <message>
        <source>battery %1 %</source>
        <translation>pil %1 %</translation>
    </message>
    <message>
        <source>weak signal</source>
        <translation>zayıf sinyal</translation>
    </message>
    <message>
        <source>good signal</source>
        <translation>iyi sinyal</translation>
    </message>
    <message>
        <source>fair signal</source>
        <translation>orta sinyal</translation>
    </message>
    <message>
        <source>It does not answer. Has it power, is it in reach?</source>
        <translation>Yanıt vermiyor. Elektriği var mı, menzilde mi?</translation>
    </message>
    <message>
        <source>It cannot be used yet.</source>
        <translation>Henüz kullanılamıyor.</translation>
    </message>
    <message>
        <source>It is still being asked what it is.</source>
        <translation>Ne olduğu hâlâ soruluyor.</translation>
    </message>
    <message>
        <source>Its value is old.</source>
        <translation>Değeri eski.</translation>
    </message>
    <message>
        <source>It says that its value is not valid.</source>
        <translation>Değerinin geçersiz olduğunu bildiriyor.</translation>
    </message>
    <message>
        <source>Its value is unlikely; it is being watched.</source>
        <translation>Değeri olası değil; izleniyor.</translation>
    </message>
    <message>
        <source>Change its battery soon.</source>
        <translation>Pilini yakında değiştirin.</translation>
    </message>
    <message>
        <source>Radio starts</source>
        <translation>Telsiz açılıyor</translation>
    </message>
    <message>
        <source>Radio works</source>
        <translation>Telsiz çalışıyor</translation>
    </message>
    <message>
        <source>Radio in trouble</source>
        <translation>Telsizde sorun var</translation>
    </message>
    <message>
        <source>Radio is away</source>
        <translation>Telsiz yok</translation>
    </message>
    <message>
        <source>Radio without a network</source>
        <translation>Telsizin ağı yok</translation>
    </message>
    <message>
        <source>Radio of another home</source>
        <translation>Başka bir evin telsizi</translation>
    </message>
    <message>
        <source>Nothing is known of any device.</source>
        <translation>Hiçbir cihaz bilinmiyor.</translation>
    </message>
    <message>
        <source>channel %1</source>
        <translation>kanal %1</translation>
    </message>
    <message>
        <source>There is no meter and no relay yet. An installer adds them.</source>
        <translation>Henüz sayaç ve röle yok. Bunları kurulumcu ekler.</translation>
    </message>
</context>
<context>
    <name>handover</name>
    <message>
        <source>Report of %1: not accepted yet; something is still open.</source>
        <translation>%1 raporu: henüz kabul edilmedi; açık kalan bir şey var.</translation>
    </message>
    <message>
        <source>Report of %1: accepted.</source>
        <translation>%1 raporu: kabul edildi.</translation>
    </message>
    <message>
        <source>Its page is on the box: %1</source>
        <translation>Sayfası kutuda: %1</translation>
    </message>
    <message>
        <source>Its page could not be written on the box.</source>
        <translation>Sayfası kutuya yazılamadı.</translation>
    </message>
    <message>
        <source>Signed by this home. The picture holds this and the signature:</source>
        <translation>Bu ev imzaladı. Resimde bu ve imza var:</translation>
    </message>
    <message>
        <source>A load of %1 moved it by %2.</source>
        <translation>%1 yük onu %2 oynattı.</translation>
    </message>
    <message>
        <source>✓ right</source>
        <translation>✓ doğru</translation>
    </message>
    <message>
        <source>⚠ not right</source>
        <translation>⚠ yanlış</translation>
    </message>
</context>
<context>
    <name>history</name>
    <message>
        <source>ddd d MMMM yyyy</source>
        <translation>d MMMM yyyy ddd</translation>
    </message>
    <message>
        <source>d MMM</source>
        <translation>d MMM</translation>
    </message>
    <message>
        <source>ddd d MMMM</source>
        <translation>d MMMM ddd</translation>
    </message>
    <message>
        <source>Penalties</source>
        <translation>Cezalar</translation>
    </message>
    <message>
        <source>With whom</source>
        <translation>Kiminle</translation>
    </message>
    <message>
        <source>Trades</source>
        <translation>İşlemler</translation>
    </message>
    <message>
        <source>Months</source>
        <translation>Aylar</translation>
    </message>
    <message>
        <source>Days</source>
        <translation>Günler</translation>
    </message>
    <message>
        <source>The history comes from the agent.</source>
        <translation>Geçmiş merkez birimden gelir.</translation>
    </message>
    <message>
        <source>This agent keeps no history.</source>
        <translation>Bu merkez birim geçmiş tutmuyor.</translation>
    </message>
    <message>
        <source>Asking the agent …</source>
        <translation>Merkez birime soruluyor …</translation>
    </message>
    <message>
        <source>No trade was settled in this time.</source>
        <translation>Bu sürede hiçbir işlem hesaplaşılmadı.</translation>
    </message>
    <message>
        <source>Nothing is known of this time.</source>
        <translation>Bu süre hakkında bilgi yok.</translation>
    </message>
    <message>
        <source>The agent&apos;s answer could not be understood: %1.</source>
        <translation>Merkez birimin yanıtı anlaşılamadı: %1.</translation>
    </message>
    <message>
        <source>Round %1</source>
        <translation>Tur %1</translation>
    </message>
    <message>
        <source>Made</source>
        <translation>Üretilen</translation>
    </message>
    <message>
        <source>Used</source>
        <translation>Kullanılan</translation>
    </message>
    <message>
        <source>Drawn from the grid</source>
        <translation>Şebekeden çekilen</translation>
    </message>
    <message>
        <source>Given to the grid</source>
        <translation>Şebekeye verilen</translation>
    </message>
    <message>
        <source>Sold</source>
        <translation>Satılan</translation>
    </message>
    <message>
        <source>Bought</source>
        <translation>Alınan</translation>
    </message>
    <message>
        <source>Earned</source>
        <translation>Kazanılan</translation>
    </message>
    <message>
        <source>Spent</source>
        <translation>Harcanan</translation>
    </message>
    <message>
        <source>Result</source>
        <translation>Sonuç</translation>
    </message>
    <message>
        <source>Network charges</source>
        <translation>Şebeke ücretleri</translation>
    </message>
    <message>
        <source>Sold %1 to %2</source>
        <translation>%1 satıldı, alan %2</translation>
    </message>
    <message>
        <source>Bought %1 from %2</source>
        <translation>%1 alındı, satan %2</translation>
    </message>
    <message>
        <source>%1 away · network charge %2</source>
        <translation>%1 uzakta · şebeke ücreti %2</translation>
    </message>
    <message>
        <source>sold once</source>
        <translation>bir kez satıldı</translation>
    </message>
    <message>
        <source>sold %1 times</source>
        <translation>%1 kez satıldı</translation>
    </message>
    <message>
        <source>bought once</source>
        <translation>bir kez alındı</translation>
    </message>
    <message>
        <source>bought %1 times</source>
        <translation>%1 kez alındı</translation>
    </message>
    <message>
        <source>This bill differs from what this home computed; tell the market&apos;s operator.</source>
        <translation>Bu hesap evinizin hesabından farklı; pazar işletmecisine bildirin.</translation>
    </message>
    <message>
        <source>You sold %1, and your meter counted %2 given: %3 were missing. The penalty was %4.</source>
        <translation>%1 sattınız, sayacınız %2 verildiğini saydı: %3 eksikti. Ceza %4 oldu.</translation>
    </message>
    <message>
        <source>You bought %1, and your meter counted %2 drawn: %3 off. The penalty was %4.</source>
        <translation>%1 aldınız, sayacınız %2 çekildiğini saydı: fark %3. Ceza %4 oldu.</translation>
    </message>
    <message>
        <source>made %1</source>
        <translation>üretilen %1</translation>
    </message>
    <message>
        <source>drawn %1</source>
        <translation>çekilen %1</translation>
    </message>
    <message>
        <source>given %1</source>
        <translation>verilen %1</translation>
    </message>
    <message>
        <source>penalty %1</source>
        <translation>ceza %1</translation>
    </message>
</context>
<context>
    <name>home</name>
    <message>
        <source>Connecting</source>
        <translation>Bağlanıyor</translation>
    </message>
    <message>
        <source>No agent</source>
        <translation>Merkez yok</translation>
    </message>
    <message>
        <source>No meter has reported yet.</source>
        <translation>Henüz hiçbir sayaç bildirmedi.</translation>
    </message>
    <message>
        <source>No data yet</source>
        <translation>Henüz veri yok</translation>
    </message>
    <message>
        <source>since %1</source>
        <translation>%1 itibarıyla</translation>
    </message>
    <message>
        <source>Last known: %1 kW</source>
        <translation>Son bilinen: %1 kW</translation>
    </message>
    <message>
        <source>No data</source>
        <translation>Veri yok</translation>
    </message>
    <message>
        <source>Unknown</source>
        <translation>Bilinmiyor</translation>
    </message>
    <message>
        <source>Surplus</source>
        <translation>Fazla</translation>
    </message>
    <message>
        <source>Using more</source>
        <translation>Fazla tüketim</translation>
    </message>
    <message>
        <source>makes %1 · uses %2</source>
        <translation>üretir %1 · harcar %2</translation>
    </message>
    <message>
        <source>Today</source>
        <translation>Bugün</translation>
    </message>
    <message>
        <source>Next round</source>
        <translation>Sonraki tur</translation>
    </message>
    <message>
        <source>Trades come from the agent.</source>
        <translation>İşlemler merkez birimden gelir.</translation>
    </message>
    <message>
        <source>Today&apos;s curve comes from the agent.</source>
        <translation>Bugünün eğrisi merkez birimden gelir.</translation>
    </message>
    <message>
        <source>This agent keeps no curve of the day.</source>
        <translation>Bu merkez birim günün eğrisini tutmuyor.</translation>
    </message>
    <message>
        <source>Asking for today&apos;s curve …</source>
        <translation>Bugünün eğrisi isteniyor …</translation>
    </message>
    <message>
        <source>The first quarter of an hour is being measured.</source>
        <translation>İlk çeyrek saat ölçülüyor.</translation>
    </message>
    <message>
        <source>no trade yet</source>
        <translation>henüz işlem yok</translation>
    </message>
    <message>
        <source>1 trade</source>
        <translation>1 işlem</translation>
    </message>
    <message>
        <source>%1 trades</source>
        <translation>%1 işlem</translation>
    </message>
    <message>
        <source>Since the start</source>
        <translation>Başından beri</translation>
    </message>
    <message>
        <source>no market yet</source>
        <translation>henüz pazar yok</translation>
    </message>
    <message>
        <source>Round ends in</source>
        <translation>Turun bitmesine</translation>
    </message>
    <message>
        <source>Next round in</source>
        <translation>Sonraki tura</translation>
    </message>
    <message>
        <source>not trading</source>
        <translation>ticaret yapmıyor</translation>
    </message>
    <message>
        <source>no order</source>
        <translation>emir yok</translation>
    </message>
    <message>
        <source>will sell</source>
        <translation>satacak</translation>
    </message>
    <message>
        <source>will buy</source>
        <translation>alacak</translation>
    </message>
    <message>
        <source>sells %1</source>
        <translation>%1 satıyor</translation>
    </message>
    <message>
        <source>buys %1</source>
        <translation>%1 alıyor</translation>
    </message>
    <message>
        <source>Sold %1 at %2</source>
        <translation>%1 satıldı, %2</translation>
    </message>
    <message>
        <source>Bought %1 at %2</source>
        <translation>%1 alındı, %2</translation>
    </message>
    <message>
        <source>penalty %1</source>
        <translation>ceza %1</translation>
    </message>
    <message>
        <source>no penalty</source>
        <translation>ceza yok</translation>
    </message>
    <message>
        <source>Proven on the chain</source>
        <translation>Zincirde kanıtlı</translation>
    </message>
    <message>
        <source>Disputed</source>
        <translation>İtirazlı</translation>
    </message>
    <message>
        <source>No trade yet.</source>
        <translation>Henüz işlem yok.</translation>
    </message>
    <message>
        <source>No trade yet; an order is under way.</source>
        <translation>Henüz işlem yok; bir emir yolda.</translation>
    </message>
</context>
<context>
    <name>info</name>
    <message>
        <source>No order yet.</source>
        <translation>Henüz emir yok.</translation>
    </message>
    <message>
        <source>Given: %1 · allowed: %2</source>
        <translation>Verilen: %1 · izin verilen: %2</translation>
    </message>
    <message>
        <source>Nothing is known of the chain yet.</source>
        <translation>Zincir hakkında henüz bilgi yok.</translation>
    </message>
    <message>
        <source>The chain as of %1</source>
        <translation>Zincir, %1 itibarıyla</translation>
    </message>
    <message>
        <source>Round %1</source>
        <translation>Tur %1</translation>
    </message>
    <message>
        <source>This round</source>
        <translation>Bu tur</translation>
    </message>
    <message>
        <source>The round is not decided yet.</source>
        <translation>Tur henüz sonuçlanmadı.</translation>
    </message>
    <message>
        <source>The trades of this round are no longer kept here.</source>
        <translation>Bu turun işlemleri artık burada tutulmuyor.</translation>
    </message>
    <message>
        <source>No trade came of this order.</source>
        <translation>Bu emirden işlem çıkmadı.</translation>
    </message>
    <message>
        <source>%1 to %2</source>
        <translation>%1, alan %2</translation>
    </message>
    <message>
        <source>%1 from %2</source>
        <translation>%1, satan %2</translation>
    </message>
    <message>
        <source>%1 away · %2 · network charge %3</source>
        <translation>%1 uzakta · %2 · şebeke ücreti %3</translation>
    </message>
    <message>
        <source>It is settled after the energy has been delivered and metered.</source>
        <translation>Enerji teslim edilip sayıldıktan sonra hesaplaşılır.</translation>
    </message>
    <message>
        <source>Proven on the chain</source>
        <translation>Zincirde kanıtlı</translation>
    </message>
    <message>
        <source>Disputed: see the alerts</source>
        <translation>İtirazlı: uyarılara bakın</translation>
    </message>
    <message>
        <source>block %1</source>
        <translation>blok %1</translation>
    </message>
    <message>
        <source>%1 of %2 agreed</source>
        <translation>anlaşılan %2 için %1</translation>
    </message>
    <message>
        <source>Delivered</source>
        <translation>Teslim edilen</translation>
    </message>
    <message>
        <source>Used</source>
        <translation>Kullanılan</translation>
    </message>
    <message>
        <source>Income</source>
        <translation>Gelir</translation>
    </message>
    <message>
        <source>Bill</source>
        <translation>Fatura</translation>
    </message>
    <message>
        <source>Network charge</source>
        <translation>Şebeke ücreti</translation>
    </message>
    <message>
        <source>Penalty</source>
        <translation>Ceza</translation>
    </message>
    <message>
        <source>none</source>
        <translation>yok</translation>
    </message>
    <message>
        <source>No meter report came in time: the rules assumed the worst.</source>
        <translation>Sayaç bildirimi zamanında gelmedi: kurallar en kötüsünü varsaydı.</translation>
    </message>
    <message>
        <source>Corrected by a meter report that came late.</source>
        <translation>Geç gelen bir sayaç bildirimiyle düzeltildi.</translation>
    </message>
</context>
<context>
    <name>installer</name>
    <message>
        <source>A new network is formed on the stick. Devices of an older network will not find this home any more and must be paired again.</source>
        <translation>Çubukta yeni bir ağ kurulur. Eski bir ağın cihazları bu evi artık bulamaz ve yeniden eşleştirilmelidir.</translation>
    </message>
    <message>
        <source>Form it</source>
        <translation>Kur</translation>
    </message>
    <message>
        <source>The agent broke down again and again. Let it go on only if you know why.</source>
        <translation>Merkez birim tekrar tekrar çöktü. Nedenini biliyorsanız devam ettirin.</translation>
    </message>
    <message>
        <source>Let it go on</source>
        <translation>Devam etsin</translation>
    </message>
    <message>
        <source>%1 hands this home over to %2, and everything on the list was shown to work. The box writes and signs the report of it.</source>
        <translation>%1 bu evi %2 kişisine devrediyor ve listedeki her şeyin çalıştığı gösterildi. Kutu bunun raporunu yazıp imzalar.</translation>
    </message>
    <message>
        <source>Hand it over</source>
        <translation>Devret</translation>
    </message>
    <message>
        <source>%1 leaves the network; to come back it is paired again.</source>
        <translation>%1 ağdan ayrılır; dönmesi için yeniden eşleştirilir.</translation>
    </message>
    <message>
        <source>Send it away</source>
        <translation>Gönder</translation>
    </message>
    <message>
        <source>Open for a minute</source>
        <translation>Bir dakika aç</translation>
    </message>
    <message>
        <source>%1 loses its task. What it counted so far stays counted.</source>
        <translation>%1 görevini yitirir. Şimdiye dek saydığı sayılmış kalır.</translation>
    </message>
    <message>
        <source>Take it away</source>
        <translation>Al</translation>
    </message>
    <message>
        <source>%1 has this task now. %2 takes its place: a meter exchange. What was counted so far stays counted.</source>
        <translation>Bu görev şimdi %1 üzerinde. Yerine %2 geçer: sayaç değişimi. Şimdiye dek sayılan sayılmış kalır.</translation>
    </message>
    <message>
        <source>Exchange them</source>
        <translation>Değiştir</translation>
    </message>
    <message>
        <source>The agent does not answer.</source>
        <translation>Merkez birim yanıt vermiyor.</translation>
    </message>
    <message>
        <source>Asking the agent …</source>
        <translation>Merkez birime soruluyor …</translation>
    </message>
    <message>
        <source>This is for whoever installs meters and relays. The household&apos;s own pages need nothing from here.</source>
        <translation>Burası sayaç ve röle kuranlar içindir. Evin sayfalarının buradan bir şeye ihtiyacı yoktur.</translation>
    </message>
    <message>
        <source>No installer&apos;s PIN is set, so this screen may not install anything. An installer sets one at the agent&apos;s command line: gridhearth pin set --installer.</source>
        <translation>Kurulumcu PIN&apos;i belirlenmemiş, bu yüzden bu ekran kurulum yapamaz. Merkez birimin komut satırında belirlenir: gridhearth pin set --installer.</translation>
    </message>
    <message>
        <source>Next: %1</source>
        <translation>Sonraki: %1</translation>
    </message>
    <message>
        <source>The operator scans this, and must see the number %1.</source>
        <translation>İşletmeci bunu okutur ve %1 sayısını görmelidir.</translation>
    </message>
    <message>
        <source>Form a network</source>
        <translation>Ağ kur</translation>
    </message>
    <message>
        <source>Write a backup</source>
        <translation>Yedek yaz</translation>
    </message>
    <message>
        <source>One device may join with its own code: %1 left.</source>
        <translation>Bir cihaz kendi koduyla katılabilir: %1 kaldı.</translation>
    </message>
    <message>
        <source>Any device may join for %1 more.</source>
        <translation>%1 daha her cihaz katılabilir.</translation>
    </message>
    <message>
        <source>Let nobody in any more</source>
        <translation>Artık kimse katılmasın</translation>
    </message>
    <message>
        <source>Let the agent go on</source>
        <translation>Merkez birim sürsün</translation>
    </message>
    <message>
        <source>Hand the screen to the household now: it types its PIN twice, and you look away.</source>
        <translation>Ekranı şimdi ev halkına verin: PIN&apos;lerini iki kez yazarlar, siz bakmazsınız.</translation>
    </message>
    <message>
        <source>The household chooses its PIN</source>
        <translation>Ev halkı PIN&apos;ini seçer</translation>
    </message>
    <message>
        <source>Write the report</source>
        <translation>Raporu yaz</translation>
    </message>
    <message>
        <source>Lock this page</source>
        <translation>Sayfayı kilitle</translation>
    </message>
    <message>
        <source>Enter both names</source>
        <translation>İki adı gir</translation>
    </message>
    <message>
        <source>The next one&apos;s code</source>
        <translation>Sonrakinin kodu</translation>
    </message>
    <message>
        <source>Enter its code</source>
        <translation>Kodunu gir</translation>
    </message>
    <message>
        <source>A device with an install code joins safely: enter the code that is printed on it.</source>
        <translation>Kurulum kodu olan bir cihaz güvenle katılır: üzerinde basılı kodu girin.</translation>
    </message>
    <message>
        <source>Only for a device without a code: open joining through one router near it.</source>
        <translation>Yalnızca kodsuz bir cihaz için: yakınındaki bir yönlendiriciden katılmayı açın.</translation>
    </message>
    <message>
        <source>Take a load of known power, such as a kettle. The check says when to switch it on.</source>
        <translation>Gücü bilinen bir yük alın, örneğin su ısıtıcısı. Denetim ne zaman açılacağını söyler.</translation>
    </message>
    <message>
        <source>✓ The last check passed.</source>
        <translation>✓ Son denetim başarılı.</translation>
    </message>
    <message>
        <source>⚠ The last check did not pass.</source>
        <translation>⚠ Son denetim başarısız.</translation>
    </message>
    <message>
        <source>Turn it round, then check again</source>
        <translation>Ters çevirip yeniden denetle</translation>
    </message>
    <message>
        <source>The meter says %1 now.</source>
        <translation>Sayaç şimdi %1 diyor.</translation>
    </message>
    <message>
        <source>End the check</source>
        <translation>Denetimi bitir</translation>
    </message>
    <message>
        <source>The load is on</source>
        <translation>Yük açıldı</translation>
    </message>
    <message>
        <source>Radio</source>
        <translation>Telsiz</translation>
    </message>
    <message>
        <source>Pair</source>
        <translation>Eşleştir</translation>
    </message>
    <message>
        <source>Tasks</source>
        <translation>Görevler</translation>
    </message>
    <message>
        <source>Check</source>
        <translation>Denetim</translation>
    </message>
    <message>
        <source>Relays</source>
        <translation>Röleler</translation>
    </message>
    <message>
        <source>Backup</source>
        <translation>Yedek</translation>
    </message>
    <message>
        <source>This home has no radio; its meters are named in the agent&apos;s settings.</source>
        <translation>Bu evde telsiz yok; sayaçları merkez birimin ayarlarında yazılı.</translation>
    </message>
    <message>
        <source>The radio works on channel %1.</source>
        <translation>Telsiz %1. kanalda çalışıyor.</translation>
    </message>
    <message>
        <source>The stick works and has no network yet. Restore this home&apos;s backup if there is one (gridhearth radio restore); else form a new network.</source>
        <translation>Çubuk çalışıyor ama henüz ağı yok. Bu evin yedeği varsa geri yükleyin (gridhearth radio restore); yoksa yeni bir ağ kurun.</translation>
    </message>
    <message>
        <source>Not ready yet: %1.</source>
        <translation>Henüz hazır değil: %1.</translation>
    </message>
    <message>
        <source>No device is in the network yet.</source>
        <translation>Ağda henüz cihaz yok.</translation>
    </message>
    <message>
        <source>One device is in the network.</source>
        <translation>Ağda bir cihaz var.</translation>
    </message>
    <message>
        <source>%1 devices are in the network.</source>
        <translation>Ağda %1 cihaz var.</translation>
    </message>
    <message>
        <source>No meter counts what is drawn from the grid; without it nothing is traded.</source>
        <translation>Şebekeden çekileni sayan sayaç yok; o olmadan ticaret yapılmaz.</translation>
    </message>
    <message>
        <source>Without a task: %1. Give them one, or leave them.</source>
        <translation>Görevsiz: %1. Görev verin ya da bırakın.</translation>
    </message>
    <message>
        <source>Every meter and relay has its task.</source>
        <translation>Her sayacın ve rölenin görevi var.</translation>
    </message>
    <message>
        <source>The last check found something wrong.</source>
        <translation>Son denetim bir sorun buldu.</translation>
    </message>
    <message>
        <source>First give a meter its task.</source>
        <translation>Önce bir sayaca görevini verin.</translation>
    </message>
    <message>
        <source>Not checked with a load yet: %1.</source>
        <translation>Henüz bir yükle denetlenmedi: %1.</translation>
    </message>
    <message>
        <source>The newest backup has every device of the network.</source>
        <translation>En yeni yedek, ağdaki bütün cihazları içeriyor.</translation>
    </message>
    <message>
        <source>Every meter counts a known load rightly.</source>
        <translation>Her sayaç bilinen bir yükü doğru sayıyor.</translation>
    </message>
    <message>
        <source>There is no relay to test.</source>
        <translation>Denenecek röle yok.</translation>
    </message>
    <message>
        <source>Switch on and off, and look at the load: %1.</source>
        <translation>Açıp kapatın ve yüke bakın: %1.</translation>
    </message>
    <message>
        <source>Every relay confirmed on and off.</source>
        <translation>Her röle açık ve kapalıyı doğruladı.</translation>
    </message>
    <message>
        <source>Without a radio there is no network to keep.</source>
        <translation>Telsiz yoksa saklanacak ağ da yoktur.</translation>
    </message>
    <message>
        <source>Write a sealed backup of the network after the last device was paired. With it a new stick takes over, and no device has to be paired again. Keep its key apart from it.</source>
        <translation>Son cihaz eşleştirildikten sonra ağın mühürlü bir yedeğini yazın. Onunla yeni bir çubuk devralır, hiçbir cihaz yeniden eşleştirilmez. Anahtarını ondan ayrı saklayın.</translation>
    </message>
    <message>
        <source>joined</source>
        <translation>katıldı</translation>
    </message>
    <message>
        <source>is asked what it is</source>
        <translation>ne olduğu soruluyor</translation>
    </message>
    <message>
        <source>is set up</source>
        <translation>ayarlanıyor</translation>
    </message>
    <message>
        <source>is ready</source>
        <translation>hazır</translation>
    </message>
    <message>
        <source>was refused</source>
        <translation>reddedildi</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>başarısız oldu</translation>
    </message>
    <message>
        <source>left</source>
        <translation>ayrıldı</translation>
    </message>
    <message>
        <source>Open here</source>
        <translation>Buradan aç</translation>
    </message>
    <message>
        <source>Ask again</source>
        <translation>Yeniden sor</translation>
    </message>
    <message>
        <source>Set up again</source>
        <translation>Yeniden kur</translation>
    </message>
    <message>
        <source>Send away</source>
        <translation>Gönder</translation>
    </message>
    <message>
        <source>Relay</source>
        <translation>Röle</translation>
    </message>
    <message>
        <source>Grid</source>
        <translation>Şebeke</translation>
    </message>
    <message>
        <source>Made</source>
        <translation>Üretilen</translation>
    </message>
    <message>
        <source>Store</source>
        <translation>Depo</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Ad</translation>
    </message>
    <message>
        <source>Turn round</source>
        <translation>Ters çevir</translation>
    </message>
    <message>
        <source>No task</source>
        <translation>Görev yok</translation>
    </message>
    <message>
        <source>Check it</source>
        <translation>Denetle</translation>
    </message>
    <message>
        <source>On</source>
        <translation>Açık</translation>
    </message>
    <message>
        <source>Off</source>
        <translation>Kapalı</translation>
    </message>
    <message>
        <source>Surplus</source>
        <translation>Fazla</translation>
    </message>
    <message>
        <source>This home&apos;s address: %1</source>
        <translation>Bu evin adresi: %1</translation>
    </message>
    <message>
        <source>Its report key: %1</source>
        <translation>Rapor anahtarı: %1</translation>
    </message>
    <message>
        <source>✓ done</source>
        <translation>✓ tamam</translation>
    </message>
    <message>
        <source>Box</source>
        <translation>Kutu</translation>
    </message>
    <message>
        <source>Identity</source>
        <translation>Kimlik</translation>
    </message>
    <message>
        <source>Meters</source>
        <translation>Sayaçlar</translation>
    </message>
    <message>
        <source>Market</source>
        <translation>Pazar</translation>
    </message>
    <message>
        <source>PIN</source>
        <translation>PIN</translation>
    </message>
    <message>
        <source>Handover</source>
        <translation>Devir</translation>
    </message>
    <message>
        <source>The box is as it should be.</source>
        <translation>Kutu olması gerektiği gibi.</translation>
    </message>
    <message>
        <source>This home is a member of the market.</source>
        <translation>Bu ev pazarın üyesi.</translation>
    </message>
    <message>
        <source>Nothing is missing here.</source>
        <translation>Burada eksik yok.</translation>
    </message>
    <message>
        <source>Everything works.</source>
        <translation>Her şey çalışıyor.</translation>
    </message>
    <message>
        <source>– not needed</source>
        <translation>– gerekmez</translation>
    </message>
    <message>
        <source>○ to do</source>
        <translation>○ yapılacak</translation>
    </message>
    <message>
        <source>⚠ trouble</source>
        <translation>⚠ sorun</translation>
    </message>
    <message>
        <source>on ✓</source>
        <translation>açık ✓</translation>
    </message>
    <message>
        <source>off ✓</source>
        <translation>kapalı ✓</translation>
    </message>
    <message>
        <source>not tested yet</source>
        <translation>henüz denenmedi</translation>
    </message>
</context>
<context>
    <name>link</name>
    <message>
        <source>The agent does not answer.</source>
        <translation>Merkez birim yanıt vermiyor.</translation>
    </message>
    <message>
        <source>Too much is being asked already.</source>
        <translation>Zaten çok fazla şey soruluyor.</translation>
    </message>
    <message>
        <source>What answers at the agent&apos;s socket is not the agent.</source>
        <translation>Merkez birimin bağlantısında yanıt veren merkez birim değil.</translation>
    </message>
    <message>
        <source>The agent could not be understood: %1.</source>
        <translation>Merkez birim anlaşılamadı: %1.</translation>
    </message>
    <message>
        <source>This screen may not open the agent&apos;s socket; ask the installer.</source>
        <translation>Bu ekran merkez birime bağlanamıyor; kurulumcuya sorun.</translation>
    </message>
    <message>
        <source>The agent is not running.</source>
        <translation>Merkez birim çalışmıyor.</translation>
    </message>
    <message>
        <source>The agent went away; what was asked may or may not be done.</source>
        <translation>Merkez birim gitti; istenen yapılmış da olabilir, yapılmamış da.</translation>
    </message>
    <message>
        <source>The agent did not answer in time; look before you try again.</source>
        <translation>Merkez birim zamanında yanıt vermedi; yeniden denemeden önce bakın.</translation>
    </message>
    <message>
        <source>The agent is there but says nothing.</source>
        <translation>Merkez birim orada ama bir şey söylemiyor.</translation>
    </message>
</context>
<context>
    <name>names</name>
    <message>
        <source>House</source>
        <translation>Ev</translation>
    </message>
    <message>
        <source>Roof</source>
        <translation>Çatı</translation>
    </message>
    <message>
        <source>Cellar</source>
        <translation>Bodrum</translation>
    </message>
    <message>
        <source>Garage</source>
        <translation>Garaj</translation>
    </message>
    <message>
        <source>Kitchen</source>
        <translation>Mutfak</translation>
    </message>
    <message>
        <source>Hall</source>
        <translation>Hol</translation>
    </message>
    <message>
        <source>Living room</source>
        <translation>Oturma odası</translation>
    </message>
    <message>
        <source>Bedroom</source>
        <translation>Yatak odası</translation>
    </message>
    <message>
        <source>Bathroom</source>
        <translation>Banyo</translation>
    </message>
    <message>
        <source>Office</source>
        <translation>Çalışma odası</translation>
    </message>
    <message>
        <source>Garden</source>
        <translation>Bahçe</translation>
    </message>
    <message>
        <source>Shed</source>
        <translation>Kulübe</translation>
    </message>
    <message>
        <source>Battery</source>
        <translation>Batarya</translation>
    </message>
    <message>
        <source>Hot water</source>
        <translation>Sıcak su</translation>
    </message>
    <message>
        <source>Heat pump</source>
        <translation>Isı pompası</translation>
    </message>
    <message>
        <source>Car</source>
        <translation>Araba</translation>
    </message>
    <message>
        <source>Oven</source>
        <translation>Fırın</translation>
    </message>
    <message>
        <source>Washing machine</source>
        <translation>Çamaşır makinesi</translation>
    </message>
    <message>
        <source>Fridge</source>
        <translation>Buzdolabı</translation>
    </message>
    <message>
        <source>Pump</source>
        <translation>Pompa</translation>
    </message>
</context>
<context>
    <name>pads</name>
    <message>
        <source>The install code printed on the device</source>
        <translation>Cihazın üzerindeki kurulum kodu</translation>
    </message>
    <message>
        <source>The device&apos;s address, printed beside it</source>
        <translation>Cihazın adresi, kodun yanında basılı</translation>
    </message>
    <message>
        <source>The installer&apos;s name</source>
        <translation>Kurulumcunun adı</translation>
    </message>
    <message>
        <source>The customer&apos;s name</source>
        <translation>Müşterinin adı</translation>
    </message>
</context>
<context>
    <name>pin</name>
    <message>
        <source>The agent does not answer.</source>
        <translation>Merkez birim yanıt vermiyor.</translation>
    </message>
    <message>
        <source>Nothing was changed.</source>
        <translation>Hiçbir şey değişmedi.</translation>
    </message>
    <message>
        <source>The two were not the same. Choose again.</source>
        <translation>İkisi aynı değildi. Yeniden seçin.</translation>
    </message>
    <message>
        <source>Too many wrong tries. Wait %1.</source>
        <translation>Çok fazla yanlış deneme. %1 bekleyin.</translation>
    </message>
    <message>
        <source>Installer&apos;s PIN</source>
        <translation>Kurulumcu PIN&apos;i</translation>
    </message>
    <message>
        <source>Your PIN</source>
        <translation>PIN&apos;iniz</translation>
    </message>
    <message>
        <source>Your PIN as it is</source>
        <translation>Şimdiki PIN&apos;iniz</translation>
    </message>
    <message>
        <source>A new PIN, 4 to 8 digits</source>
        <translation>Yeni PIN, 4-8 rakam</translation>
    </message>
    <message>
        <source>The new PIN again</source>
        <translation>Yeni PIN bir daha</translation>
    </message>
    <message>
        <source>Looking is free; changing something needs the PIN.</source>
        <translation>Bakmak serbest; bir şey değiştirmek PIN ister.</translation>
    </message>
    <message>
        <source>Then everybody who stands here may sell and buy.</source>
        <translation>O zaman burada duran herkes alıp satabilir.</translation>
    </message>
    <message>
        <source>It guards this screen against a passing hand.</source>
        <translation>Ekranı gelip geçen ellerden korur.</translation>
    </message>
</context>
<context>
    <name>settings</name>
    <message>
        <source>%1 s</source>
        <translation>%1 sn</translation>
    </message>
    <message>
        <source>%1 min</source>
        <translation>%1 dk</translation>
    </message>
    <message>
        <source>The screen dims when nobody touches it, at any hour.</source>
        <translation>Kimse dokunmayınca ekran her saat kısılır.</translation>
    </message>
    <message>
        <source>The night begins when it ends, so there is none.</source>
        <translation>Gece bittiği anda başlıyor, yani gece yok.</translation>
    </message>
    <message>
        <source>From %1 to %2 the screen goes dark when nobody touches it. It is not broken: touch it once and it wakes. That touch presses nothing.</source>
        <translation>%1 ile %2 arasında dokunulmayan ekran kararır. Bozuk değildir: bir kez dokunun, uyanır. O dokunuş hiçbir şeye basmaz.</translation>
    </message>
    <message>
        <source>The agent</source>
        <translation>Aracı</translation>
    </message>
    <message>
        <source>This screen</source>
        <translation>Bu ekran</translation>
    </message>
    <message>
        <source>This home&apos;s address on the chain</source>
        <translation>Bu evin zincirdeki adresi</translation>
    </message>
    <message>
        <source>Licence</source>
        <translation>Lisans</translation>
    </message>
    <message>
        <source>GNU General Public License 3 or later. You may use, study, share and improve it.</source>
        <translation>GNU General Public License 3 veya sonrası. Kullanabilir, inceleyebilir, paylaşabilir ve geliştirebilirsiniz.</translation>
    </message>
    <message>
        <source>Also in it</source>
        <translation>İçindekiler</translation>
    </message>
    <message>
        <source>The agent last answered</source>
        <translation>Merkez birimin son yanıtı</translation>
    </message>
</context>
<context>
    <name>status</name>
    <message>
        <source>The chain contradicts itself. Trading has stopped.</source>
        <translation>Zincir kendisiyle çelişiyor. Ticaret durdu.</translation>
    </message>
    <message>
        <source>Call the market&apos;s operator.</source>
        <translation>Pazar işletmecisini arayın.</translation>
    </message>
    <message>
        <source>The agent does not answer.</source>
        <translation>Merkez birim yanıt vermiyor.</translation>
    </message>
    <message>
        <source>Last seen %1.</source>
        <translation>Son görülme: %1.</translation>
    </message>
</context>
<context>
    <name>storage</name>
    <message>
        <source>This home takes no part in the storage market.</source>
        <translation>Bu ev depo piyasasına katılmıyor.</translation>
    </message>
    <message>
        <source>of %1</source>
        <translation>/ %1</translation>
    </message>
    <message>
        <source>nothing is open</source>
        <translation>açık bir şey yok</translation>
    </message>
    <message>
        <source>report is due</source>
        <translation>bildirim zamanı</translation>
    </message>
    <message>
        <source>report in %1</source>
        <translation>bildirim: %1</translation>
    </message>
    <message>
        <source>The battery&apos;s owner gets %1 of it</source>
        <translation>Bataryanın sahibi %1 alır</translation>
    </message>
    <message>
        <source>nothing is locked</source>
        <translation>kilitli bir şey yok</translation>
    </message>
    <message>
        <source>%1 locked</source>
        <translation>%1 kilitli</translation>
    </message>
    <message>
        <source>Not known what it does now</source>
        <translation>Şimdi ne yaptığı bilinmiyor</translation>
    </message>
    <message>
        <source>Resting</source>
        <translation>Dinleniyor</translation>
    </message>
    <message>
        <source>Charging with %1</source>
        <translation>%1 ile doluyor</translation>
    </message>
    <message>
        <source>Giving %1</source>
        <translation>%1 veriyor</translation>
    </message>
    <message>
        <source>%1 into the battery</source>
        <translation>%1 bataryaya</translation>
    </message>
    <message>
        <source>%1 out of the battery</source>
        <translation>%1 bataryadan</translation>
    </message>
    <message>
        <source>%1 in the battery</source>
        <translation>%1 bataryada</translation>
    </message>
    <message>
        <source>waits</source>
        <translation>bekliyor</translation>
    </message>
    <message>
        <source>sent</source>
        <translation>gönderildi</translation>
    </message>
    <message>
        <source>in a block</source>
        <translation>bir blokta</translation>
    </message>
    <message>
        <source>accepted</source>
        <translation>kabul edildi</translation>
    </message>
    <message>
        <source>refused</source>
        <translation>reddedildi</translation>
    </message>
    <message>
        <source>had no effect</source>
        <translation>etkisiz</translation>
    </message>
    <message>
        <source>Your session</source>
        <translation>Oturumunuz</translation>
    </message>
    <message>
        <source>Session of %1</source>
        <translation>%1 oturumu</translation>
    </message>
    <message>
        <source>until %1</source>
        <translation>bitiş %1</translation>
    </message>
</context>
<context>
    <name>street</name>
    <message>
        <source>The street comes from the agent.</source>
        <translation>Sokak merkez birimden gelir.</translation>
    </message>
    <message>
        <source>This agent cannot show that yet; update it.</source>
        <translation>Bu merkez birim bunu henüz gösteremiyor; güncelleyin.</translation>
    </message>
    <message>
        <source>Asking the agent …</source>
        <translation>Merkez birime soruluyor …</translation>
    </message>
    <message>
        <source>%1 trades, together %2.</source>
        <translation>%1 işlem, toplam %2.</translation>
    </message>
    <message>
        <source>One trade, %2.</source>
        <translation>Bir işlem, %2.</translation>
    </message>
    <message>
        <source>Nobody traded.</source>
        <translation>Kimse ticaret yapmadı.</translation>
    </message>
    <message>
        <source>Your home was not among them.</source>
        <translation>Eviniz aralarında değildi.</translation>
    </message>
    <message>
        <source>The street&apos;s network is not known yet.</source>
        <translation>Sokağın ağı henüz bilinmiyor.</translation>
    </message>
    <message>
        <source>you sold %1 · %2 away</source>
        <translation>%1 sattınız · %2 uzakta</translation>
    </message>
    <message>
        <source>you bought %1 · %2 away</source>
        <translation>%1 aldınız · %2 uzakta</translation>
    </message>
    <message>
        <source>Round %1</source>
        <translation>Tur %1</translation>
    </message>
    <message>
        <source>Round of %1</source>
        <translation>%1 turu</translation>
    </message>
    <message>
        <source>They meet at %1.</source>
        <translation>%1 üzerinde buluşuyorlar.</translation>
    </message>
    <message>
        <source>The result is not there yet.</source>
        <translation>Sonuç henüz gelmedi.</translation>
    </message>
    <message>
        <source>The round was cancelled; nobody pays anything.</source>
        <translation>Tur iptal edildi; kimse bir şey ödemiyor.</translation>
    </message>
    <message>
        <source>They do not meet: nobody traded.</source>
        <translation>Buluşmuyorlar: kimse ticaret yapmadı.</translation>
    </message>
    <message>
        <source>%1 orders.</source>
        <translation>%1 emir.</translation>
    </message>
    <message>
        <source>✓ Proven on the chain, block %1.</source>
        <translation>✓ Zincirde kanıtlı, blok %1.</translation>
    </message>
    <message>
        <source>Nobody ordered.</source>
        <translation>Kimse emir vermedi.</translation>
    </message>
    <message>
        <source>Your home had no order.</source>
        <translation>Evinizin emri yoktu.</translation>
    </message>
    <message>
        <source>You: sell up to %1 for at least %2.</source>
        <translation>Siz: en çok %1, en az %2 karşılığı satış.</translation>
    </message>
    <message>
        <source>You: buy up to %1 for at most %2.</source>
        <translation>Siz: en çok %1, en çok %2 karşılığı alış.</translation>
    </message>
    <message>
        <source>Last price: %1, at %2.</source>
        <translation>Son fiyat: %1, saat %2.</translation>
    </message>
    <message>
        <source>Between %1 and %2.</source>
        <translation>%1 ile %2 arası.</translation>
    </message>
    <message>
        <source>In %1 of %2 rounds nobody traded.</source>
        <translation>%2 turun %1 tanesinde kimse ticaret yapmadı.</translation>
    </message>
    <message>
        <source>● Rounds in which you traded.</source>
        <translation>● İşlem yaptığınız turlar.</translation>
    </message>
    <message>
        <source>No round has had a price yet.</source>
        <translation>Henüz hiçbir turun fiyatı olmadı.</translation>
    </message>
    <message>
        <source>The agent&apos;s answer could not be understood: %1.</source>
        <translation>Merkez birimin yanıtı anlaşılamadı: %1.</translation>
    </message>
</context>
<context>
    <name>texts</name>
    <message>
        <source>at %1</source>
        <translation>saat %1</translation>
    </message>
    <message>
        <source>just now</source>
        <translation>az önce</translation>
    </message>
    <message>
        <source>%1 s ago</source>
        <translation>%1 sn önce</translation>
    </message>
    <message>
        <source>%1 min ago</source>
        <translation>%1 dk önce</translation>
    </message>
    <message>
        <source>%1 h ago</source>
        <translation>%1 sa önce</translation>
    </message>
</context>
<context>
    <name>trade</name>
    <message>
        <source>No forecast yet</source>
        <translation>Henüz tahmin yok</translation>
    </message>
    <message>
        <source>Left over: about %1</source>
        <translation>Artan: yaklaşık %1</translation>
    </message>
    <message>
        <source>Missing: about %1</source>
        <translation>Eksik: yaklaşık %1</translation>
    </message>
    <message>
        <source>The agent decides</source>
        <translation>Merkez karar verir</translation>
    </message>
    <message>
        <source>about %1</source>
        <translation>≈ %1</translation>
    </message>
    <message>
        <source>Preferably within (1 home)</source>
        <translation>Tercihen en çok (1 ev)</translation>
    </message>
    <message>
        <source>Preferably within (%1 homes)</source>
        <translation>Tercihen en çok (%1 ev)</translation>
    </message>
    <message>
        <source>anywhere</source>
        <translation>her yer</translation>
    </message>
    <message>
        <source>Next round</source>
        <translation>Sonraki tur</translation>
    </message>
    <message>
        <source>Round closes in</source>
        <translation>Kapanmasına</translation>
    </message>
    <message>
        <source>Next round in</source>
        <translation>Sonraki tura</translation>
    </message>
    <message>
        <source>The agent does not answer.</source>
        <translation>Merkez birim yanıt vermiyor.</translation>
    </message>
    <message>
        <source>One thing has to be corrected</source>
        <translation>Düzeltilecek bir şey var</translation>
    </message>
    <message>
        <source>%1 things have to be corrected</source>
        <translation>Düzeltilecek %1 şey var</translation>
    </message>
    <message>
        <source>Then press Update Values.</source>
        <translation>Sonra Düzelt&apos;e basın.</translation>
    </message>
    <message>
        <source>Selling needs a surplus.</source>
        <translation>Satmak için fazla gerekir.</translation>
    </message>
    <message>
        <source>Set Values replaces it</source>
        <translation>Değerleri ver onu değiştirir</translation>
    </message>
    <message>
        <source>Waiting for the next round, %1</source>
        <translation>Sonraki turu bekliyor, %1</translation>
    </message>
    <message>
        <source>Press Start to begin.</source>
        <translation>Başla&apos;ya basın.</translation>
    </message>
    <message>
        <source>Opt in to take part in trading.</source>
        <translation>Ticarete katılmak için Katıl&apos;ı seçin.</translation>
    </message>
    <message>
        <source>Choose whether to sell or to buy.</source>
        <translation>Satmayı ya da almayı seçin.</translation>
    </message>
    <message>
        <source>Choose who decides the amount: you or the agent.</source>
        <translation>Miktara kim karar versin: siz mi, merkez mi?</translation>
    </message>
    <message>
        <source>Set the range of prices.</source>
        <translation>Fiyat aralığını ayarlayın.</translation>
    </message>
    <message>
        <source>Set the amount.</source>
        <translation>Miktarı ayarlayın.</translation>
    </message>
    <message>
        <source>Everything is chosen. Press Set Values.</source>
        <translation>Her şey seçildi. Değerleri ver&apos;e basın.</translation>
    </message>
    <message>
        <source>Nothing more to do here.</source>
        <translation>Burada yapılacak başka şey yok.</translation>
    </message>
    <message>
        <source>Last rounds: %1 to %2, the last one %3</source>
        <translation>Son turlar: %1 - %2, sonuncusu %3</translation>
    </message>
    <message>
        <source>Sell</source>
        <translation>Sat</translation>
    </message>
    <message>
        <source>Buy</source>
        <translation>Al</translation>
    </message>
    <message>
        <source>Sell what is left over for at least %2</source>
        <translation>Artanı en az %2 karşılığı sat</translation>
    </message>
    <message>
        <source>Buy what is missing for at most %2</source>
        <translation>Eksik olanı en çok %2 karşılığı al</translation>
    </message>
    <message>
        <source>Sell up to %1 for at least %2</source>
        <translation>En çok %1, en az %2 karşılığı sat</translation>
    </message>
    <message>
        <source>Buy up to %1 for at most %2</source>
        <translation>En çok %1, en çok %2 karşılığı al</translation>
    </message>
    <message>
        <source>The agent has not said yet what this brings or costs.</source>
        <translation>Merkez birim bunun getirisini ya da maliyetini henüz söylemedi.</translation>
    </message>
    <message>
        <source>All of it sold brings %1 or more.</source>
        <translation>Tümü satılırsa %1 veya daha fazla getirir.</translation>
    </message>
    <message>
        <source>All of it bought costs %1 or less.</source>
        <translation>Tümü alınırsa %1 veya daha az tutar.</translation>
    </message>
    <message>
        <source>At worst it costs %1: the network charge may be above the price.</source>
        <translation>En kötü %1 tutar: şebeke ücreti fiyatın üstünde olabilir.</translation>
    </message>
    <message>
        <source>It can never cost more than %1; so much is held ready.</source>
        <translation>Asla %1 üstüne çıkamaz; o kadarı hazır tutulur.</translation>
    </message>
    <message>
        <source>Network charge with a partner %1 away: %2.</source>
        <translation>%1 uzaktaki ortakla şebeke ücreti: %2.</translation>
    </message>
    <message>
        <source>It waits for the next round, which opens in %1.</source>
        <translation>Sonraki turu bekler; %1 sonra açılır.</translation>
    </message>
    <message>
        <source>It replaces your order of this round: %1.</source>
        <translation>Bu turdaki emrinizin yerine geçer: %1.</translation>
    </message>
    <message>
        <source>It is repeated every round until you stop it.</source>
        <translation>Siz durdurana dek her turda tekrarlanır.</translation>
    </message>
    <message>
        <source>The agent decides the amount anew each round.</source>
        <translation>Merkez birim her turda miktara yeniden karar verir.</translation>
    </message>
    <message>
        <source>If you deliver only %1 of %2 you get %3 less, %4 of it as a penalty.</source>
        <translation>%2 yerine yalnızca %1 verirseniz %3 eksik alırsınız; bunun %4 kadarı cezadır.</translation>
    </message>
    <message>
        <source>If you use only %1 of %2 you pay a penalty of %4.</source>
        <translation>%2 yerine yalnızca %1 kullanırsanız %4 ceza ödersiniz.</translation>
    </message>
</context>
<context>
    <name>way</name>
    <message>
        <source>In a block</source>
        <translation>Blokta</translation>
    </message>
    <message>
        <source>In block %1</source>
        <translation>%1. blokta</translation>
    </message>
    <message>
        <source>Queued</source>
        <translation>Sırada</translation>
    </message>
    <message>
        <source>Sent</source>
        <translation>Gönderildi</translation>
    </message>
    <message>
        <source>Final</source>
        <translation>Kesin</translation>
    </message>
    <message>
        <source>Traded</source>
        <translation>İşlem oldu</translation>
    </message>
    <message>
        <source>Not traded</source>
        <translation>İşlem yok</translation>
    </message>
    <message>
        <source>Round void</source>
        <translation>Tur geçersiz</translation>
    </message>
    <message>
        <source>Refused</source>
        <translation>Reddedildi</translation>
    </message>
    <message>
        <source>Too late</source>
        <translation>Çok geç</translation>
    </message>
    <message>
        <source>Result</source>
        <translation>Sonuç</translation>
    </message>
    <message>
        <source>Sells %1 for at least %2</source>
        <translation>%1, en az %2 karşılığı satar</translation>
    </message>
    <message>
        <source>Buys %1 for at most %2</source>
        <translation>%1, en çok %2 karşılığı alır</translation>
    </message>
    <message>
        <source>Being signed</source>
        <translation>İmzalanıyor</translation>
    </message>
    <message>
        <source>Sent, in no block yet</source>
        <translation>Gönderildi, henüz blokta değil</translation>
    </message>
    <message>
        <source>Final in block %1</source>
        <translation>%1. blokta kesin</translation>
    </message>
</context>
</TS>
