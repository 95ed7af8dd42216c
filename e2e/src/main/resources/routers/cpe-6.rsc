/interface bridge
add comment="Heimnetz \"Familie M\C3\BCller\"" name=bridge1
/interface wireless security-profiles
set [ find default=yes ] authentication-types=wpa2-psk mode=dynamic-keys supplicant-identity=MikroTik wpa2-pre-shared-key=Winterabend2024
/interface wireless
set [ find default-name=wlan1 ] band=2ghz-b/g/n country=germany disabled=no mode=ap-bridge ssid="M\C3\BCller"
/interface pppoe-client
add add-default-route=yes disabled=no interface=ether1 name=pppoe-out1 password=Xk7RmQ2p use-peer-dns=yes user=mueller.012
/ip pool
add name=dhcp ranges=192.168.88.10-192.168.88.254
/ip dhcp-server
add address-pool=dhcp disabled=no interface=bridge1 name=defconf
/interface bridge port
add bridge=bridge1 interface=ether2
add bridge=bridge1 interface=ether3
add bridge=bridge1 interface=ether4
add bridge=bridge1 interface=wlan1
/ip address
add address=192.168.88.1/24 interface=bridge1 network=192.168.88.0
/ip dhcp-server network
add address=192.168.88.0/24 gateway=192.168.88.1
/ip firewall filter
add action=accept chain=input connection-state=established,related
add action=drop chain=input comment="alles \C3\BCbrige von au\C3\9Fen" in-interface=pppoe-out1
/ip firewall nat
add action=masquerade chain=srcnat out-interface=pppoe-out1
/ip service
set telnet disabled=yes
set www disabled=yes
/system clock
set time-zone-name=Europe/Berlin
/system identity
set name=cpe-0815
