/interface bridge
add admin-mac=48:8F:5A:00:10:01 auto-mac=no comment="Kunden S\C3\BCd, nicht l\C3\B6schen" name=bridge-lan
add fast-forward=no name=bridge-mgmt
add name=loopback
/interface ethernet
set [ find default-name=ether1 ] comment="uplink \"A\" (10G later)" name=ether1-uplink
set [ find default-name=ether2 ] name=ether2-sw2
set [ find default-name=ether3 ] name=ether3-sw3
set [ find default-name=ether4 ] name=ether4-sw4
set [ find default-name=ether5 ] name=ether5-sw5
set [ find default-name=ether6 ] name=ether6-sw6
set [ find default-name=ether7 ] name=ether7-sw7
set [ find default-name=ether8 ] name=ether8-sw8
set [ find default-name=ether9 ] name=ether9-sw9
set [ find default-name=ether10 ] name=ether10-sw10
set [ find default-name=sfp-sfpplus1 ] disabled=yes
/interface vlan
add comment="Via Roma 1" interface=bridge-lan name=vlan100 vlan-id=100
add comment="Rue de l\27\C3\89glise 2" interface=bridge-lan name=vlan101 vlan-id=101
add comment="Sankt-Gallen-Ring 3" interface=bridge-lan name=vlan102 vlan-id=102
add comment="Mlinska 4" interface=bridge-lan name=vlan103 vlan-id=103
add comment="Gr\C3\BCnaustra\C3\9Fe 5" interface=bridge-lan name=vlan104 vlan-id=104
add comment="Mlinska 6" interface=bridge-lan name=vlan105 vlan-id=105
add comment="Gr\C3\BCnaustra\C3\9Fe 7" interface=bridge-lan name=vlan106 vlan-id=106
add comment="Bahnhofplatz 8" interface=bridge-lan name=vlan107 vlan-id=107
add comment="Rue de l\27\C3\89glise 9" interface=bridge-lan name=vlan108 vlan-id=108
add comment="Hafenstra\C3\9Fe 10" interface=bridge-lan name=vlan109 vlan-id=109
add comment="Gr\C3\BCnaustra\C3\9Fe 11" interface=bridge-lan name=vlan110 vlan-id=110
add comment="Via Roma 12" interface=bridge-lan name=vlan111 vlan-id=111
add comment="Calle Mayor 13" interface=bridge-lan name=vlan112 vlan-id=112
add comment="Mlinska 14" interface=bridge-lan name=vlan113 vlan-id=113
add comment="Bahnhofplatz 15" interface=bridge-lan name=vlan114 vlan-id=114
add comment="Gr\C3\BCnaustra\C3\9Fe 16" interface=bridge-lan name=vlan115 vlan-id=115
add comment="Sankt-Gallen-Ring 17" interface=bridge-lan name=vlan116 vlan-id=116
add comment="Via Roma 18" interface=bridge-lan name=vlan117 vlan-id=117
add comment="Mlinska 19" interface=bridge-lan name=vlan118 vlan-id=118
add comment="Mlinska 20" interface=bridge-lan name=vlan119 vlan-id=119
add comment="Sankt-Gallen-Ring 21" interface=bridge-lan name=vlan120 vlan-id=120
add comment="Gr\C3\BCnaustra\C3\9Fe 22" interface=bridge-lan name=vlan121 vlan-id=121
add comment="Via Roma 23" interface=bridge-lan name=vlan122 vlan-id=122
add comment="Sankt-Gallen-Ring 24" interface=bridge-lan name=vlan123 vlan-id=123
/interface list
add name=WAN
add name=LAN
/interface wireless security-profiles
set [ find default=yes ] authentication-types=wpa2-psk mode=dynamic-keys supplicant-identity=MikroTik wpa2-pre-shared-key=rzpPvPqRrgvQapmh
/ip hotspot profile
add dns-name=login.isp.example hotspot-address=10.20.0.1 html-directory=flash/hotspot login-by=http-chap,http-pap name=hsprof1 use-radius=yes
/ip ipsec peer
add address=192.0.2.77/32 name=hq
/ip pool
add name=pool-00 ranges=100.64.0.2-100.64.3.254
add name=pool-01 ranges=100.64.4.2-100.64.7.254
add name=pool-02 ranges=100.64.8.2-100.64.11.254
add name=pool-03 ranges=100.64.12.2-100.64.15.254
add name=pool-04 ranges=100.64.16.2-100.64.19.254
add name=pool-05 ranges=100.64.20.2-100.64.23.254
add name=pool-06 ranges=100.64.24.2-100.64.27.254
add name=pool-07 ranges=100.64.28.2-100.64.31.254
add name=pool-08 ranges=100.64.32.2-100.64.35.254
add name=pool-09 ranges=100.64.36.2-100.64.39.254
add name=pool-10 ranges=100.64.40.2-100.64.43.254
add name=pool-11 ranges=100.64.44.2-100.64.47.254
/ip dhcp-server
add address-pool=pool-00 disabled=no interface=bridge-lan lease-time=1h name=dhcp-lan
/ip hotspot
add address-pool=pool-01 disabled=no interface=vlan101 name=hotspot1 profile=hsprof1
/ppp profile
add comment="Tarif 10 Mbit/s \E2\80\93 S\C3\BCd" local-address=10.255.0.1 name=plan-10M on-up=":log info \"\$user is up\"" rate-limit=3M/10M remote-address=pool-03
add comment="Tarif 20 Mbit/s \E2\80\93 S\C3\BCd" local-address=10.255.0.1 name=plan-20M on-up=":log info \"\$user is up\"" rate-limit=6M/20M remote-address=pool-06
add comment="Tarif 50 Mbit/s \E2\80\93 S\C3\BCd" local-address=10.255.0.1 name=plan-50M on-up=":log info \"\$user is up\"" rate-limit=13M/50M remote-address=pool-01
add comment="Tarif 100 Mbit/s \E2\80\93 S\C3\BCd" local-address=10.255.0.1 name=plan-100M on-up=":log info \"\$user is up\"" rate-limit=26M/100M remote-address=pool-02
add comment="Tarif 200 Mbit/s \E2\80\93 S\C3\BCd" local-address=10.255.0.1 name=plan-200M on-up=":log info \"\$user is up\"" rate-limit=51M/200M remote-address=pool-04
/queue type
add kind=pcq name=pcq-down pcq-classifier=dst-address pcq-rate=10M
add kind=pcq name=pcq-up pcq-classifier=src-address pcq-rate=2M
add kind=sfq name=sfq-voice
/queue tree
add limit-at=800M max-limit=950M name=total-down parent=global
add comment="Geb\C3\A4ude 1" limit-at=512k max-limit=2048k name=queue-000 packet-mark=mark-000 parent=total-down priority=1 queue=pcq-down
add comment="Geb\C3\A4ude 2" limit-at=1024k max-limit=4096k name=queue-001 packet-mark=mark-001 parent=total-down priority=2 queue=pcq-down
add comment="Geb\C3\A4ude 3" limit-at=1536k max-limit=6144k name=queue-002 packet-mark=mark-002 parent=total-down priority=3 queue=pcq-down
add comment="Geb\C3\A4ude 4" limit-at=2048k max-limit=8192k name=queue-003 packet-mark=mark-003 parent=total-down priority=4 queue=pcq-down
add comment="Geb\C3\A4ude 5" limit-at=2560k max-limit=10240k name=queue-004 packet-mark=mark-004 parent=total-down priority=5 queue=pcq-down
add comment="Geb\C3\A4ude 6" limit-at=3072k max-limit=12288k name=queue-005 packet-mark=mark-005 parent=total-down priority=6 queue=pcq-down
add comment="Geb\C3\A4ude 7" limit-at=3584k max-limit=14336k name=queue-006 packet-mark=mark-006 parent=total-down priority=7 queue=pcq-down
add comment="Geb\C3\A4ude 8" limit-at=4096k max-limit=16384k name=queue-007 packet-mark=mark-007 parent=total-down priority=8 queue=pcq-down
add comment="Geb\C3\A4ude 9" limit-at=4608k max-limit=18432k name=queue-008 packet-mark=mark-008 parent=total-down priority=1 queue=pcq-down
add comment="Geb\C3\A4ude 10" limit-at=5120k max-limit=20480k name=queue-009 packet-mark=mark-009 parent=total-down priority=2 queue=pcq-down
add comment="Geb\C3\A4ude 11" limit-at=5632k max-limit=22528k name=queue-010 packet-mark=mark-010 parent=total-down priority=3 queue=pcq-down
add comment="Geb\C3\A4ude 12" limit-at=6144k max-limit=24576k name=queue-011 packet-mark=mark-011 parent=total-down priority=4 queue=pcq-down
add comment="Geb\C3\A4ude 13" limit-at=6656k max-limit=26624k name=queue-012 packet-mark=mark-012 parent=total-down priority=5 queue=pcq-down
add comment="Geb\C3\A4ude 14" limit-at=7168k max-limit=28672k name=queue-013 packet-mark=mark-013 parent=total-down priority=6 queue=pcq-down
add comment="Geb\C3\A4ude 15" limit-at=7680k max-limit=30720k name=queue-014 packet-mark=mark-014 parent=total-down priority=7 queue=pcq-down
add comment="Geb\C3\A4ude 16" limit-at=8192k max-limit=32768k name=queue-015 packet-mark=mark-015 parent=total-down priority=8 queue=pcq-down
add comment="Geb\C3\A4ude 17" limit-at=8704k max-limit=34816k name=queue-016 packet-mark=mark-016 parent=total-down priority=1 queue=pcq-down
add comment="Geb\C3\A4ude 18" limit-at=9216k max-limit=36864k name=queue-017 packet-mark=mark-017 parent=total-down priority=2 queue=pcq-down
add comment="Geb\C3\A4ude 19" limit-at=9728k max-limit=38912k name=queue-018 packet-mark=mark-018 parent=total-down priority=3 queue=pcq-down
add comment="Geb\C3\A4ude 20" limit-at=10240k max-limit=40960k name=queue-019 packet-mark=mark-019 parent=total-down priority=4 queue=pcq-down
add comment="Geb\C3\A4ude 21" limit-at=10752k max-limit=43008k name=queue-020 packet-mark=mark-020 parent=total-down priority=5 queue=pcq-down
add comment="Geb\C3\A4ude 22" limit-at=11264k max-limit=45056k name=queue-021 packet-mark=mark-021 parent=total-down priority=6 queue=pcq-down
add comment="Geb\C3\A4ude 23" limit-at=11776k max-limit=47104k name=queue-022 packet-mark=mark-022 parent=total-down priority=7 queue=pcq-down
add comment="Geb\C3\A4ude 24" limit-at=12288k max-limit=49152k name=queue-023 packet-mark=mark-023 parent=total-down priority=8 queue=pcq-down
add comment="Geb\C3\A4ude 25" limit-at=12800k max-limit=51200k name=queue-024 packet-mark=mark-024 parent=total-down priority=1 queue=pcq-down
add comment="Geb\C3\A4ude 26" limit-at=13312k max-limit=53248k name=queue-025 packet-mark=mark-025 parent=total-down priority=2 queue=pcq-down
add comment="Geb\C3\A4ude 27" limit-at=13824k max-limit=55296k name=queue-026 packet-mark=mark-026 parent=total-down priority=3 queue=pcq-down
add comment="Geb\C3\A4ude 28" limit-at=14336k max-limit=57344k name=queue-027 packet-mark=mark-027 parent=total-down priority=4 queue=pcq-down
add comment="Geb\C3\A4ude 29" limit-at=14848k max-limit=59392k name=queue-028 packet-mark=mark-028 parent=total-down priority=5 queue=pcq-down
add comment="Geb\C3\A4ude 30" limit-at=15360k max-limit=61440k name=queue-029 packet-mark=mark-029 parent=total-down priority=6 queue=pcq-down
add comment="Geb\C3\A4ude 31" limit-at=15872k max-limit=63488k name=queue-030 packet-mark=mark-030 parent=total-down priority=7 queue=pcq-down
add comment="Geb\C3\A4ude 32" limit-at=16384k max-limit=65536k name=queue-031 packet-mark=mark-031 parent=total-down priority=8 queue=pcq-down
add comment="Geb\C3\A4ude 33" limit-at=16896k max-limit=67584k name=queue-032 packet-mark=mark-032 parent=total-down priority=1 queue=pcq-down
add comment="Geb\C3\A4ude 34" limit-at=17408k max-limit=69632k name=queue-033 packet-mark=mark-033 parent=total-down priority=2 queue=pcq-down
add comment="Geb\C3\A4ude 35" limit-at=17920k max-limit=71680k name=queue-034 packet-mark=mark-034 parent=total-down priority=3 queue=pcq-down
add comment="Geb\C3\A4ude 36" limit-at=18432k max-limit=73728k name=queue-035 packet-mark=mark-035 parent=total-down priority=4 queue=pcq-down
add comment="Geb\C3\A4ude 37" limit-at=18944k max-limit=75776k name=queue-036 packet-mark=mark-036 parent=total-down priority=5 queue=pcq-down
add comment="Geb\C3\A4ude 38" limit-at=19456k max-limit=77824k name=queue-037 packet-mark=mark-037 parent=total-down priority=6 queue=pcq-down
/snmp community
set [ find default=yes ] addresses=10.0.0.0/8 authentication-password=BFqnQP9W3EyG name=isp-ro
/interface bridge port
add bridge=bridge-lan interface=ether2-sw2
add bridge=bridge-lan interface=ether3-sw3
add bridge=bridge-lan interface=ether4-sw4
add bridge=bridge-lan interface=ether5-sw5
add bridge=bridge-lan interface=ether6-sw6
add bridge=bridge-lan interface=ether7-sw7
add bridge=bridge-lan interface=ether8-sw8
/interface list member
add interface=ether1-uplink list=WAN
add interface=bridge-lan list=LAN
/interface pppoe-server server
add authentication=pap,chap default-profile=plan-20M disabled=no interface=vlan100 max-mru=1492 max-mtu=1492 one-session-per-host=yes service-name=isp
/ip address
add address=198.51.100.2/30 interface=ether1-uplink network=198.51.100.0
add address=10.100.0.1/24 interface=vlan100 network=10.100.0.0
add address=10.101.0.1/24 interface=vlan101 network=10.101.0.0
add address=10.102.0.1/24 interface=vlan102 network=10.102.0.0
add address=10.103.0.1/24 interface=vlan103 network=10.103.0.0
add address=10.104.0.1/24 interface=vlan104 network=10.104.0.0
add address=10.105.0.1/24 interface=vlan105 network=10.105.0.0
add address=10.106.0.1/24 interface=vlan106 network=10.106.0.0
add address=10.107.0.1/24 interface=vlan107 network=10.107.0.0
add address=10.108.0.1/24 interface=vlan108 network=10.108.0.0
add address=10.109.0.1/24 interface=vlan109 network=10.109.0.0
add address=10.110.0.1/24 interface=vlan110 network=10.110.0.0
add address=10.111.0.1/24 interface=vlan111 network=10.111.0.0
add address=10.112.0.1/24 interface=vlan112 network=10.112.0.0
add address=10.113.0.1/24 interface=vlan113 network=10.113.0.0
add address=10.114.0.1/24 interface=vlan114 network=10.114.0.0
add address=10.115.0.1/24 interface=vlan115 network=10.115.0.0
add address=10.116.0.1/24 interface=vlan116 network=10.116.0.0
add address=10.117.0.1/24 interface=vlan117 network=10.117.0.0
add address=10.118.0.1/24 interface=vlan118 network=10.118.0.0
add address=10.119.0.1/24 interface=vlan119 network=10.119.0.0
add address=10.120.0.1/24 interface=vlan120 network=10.120.0.0
add address=10.121.0.1/24 interface=vlan121 network=10.121.0.0
add address=10.122.0.1/24 interface=vlan122 network=10.122.0.0
add address=10.123.0.1/24 interface=vlan123 network=10.123.0.0
/ip firewall address-list
add address=203.0.113.1 comment="gesperrt marko" list=nopay
add address=203.0.113.2 comment="gesperrt jana" list=nopay
add address=203.0.113.3 comment="gesperrt rami" list=blocked
add address=203.0.113.4 comment="gesperrt nadia" list=voip
add address=203.0.113.5 comment="gesperrt marko" list=nopay
add address=203.0.113.6 comment="gesperrt nadia" list=voip
add address=203.0.113.7 comment="gesperrt farid" list=blocked
add address=203.0.113.8 comment="gesperrt omar" list=voip
add address=203.0.113.9 comment="gesperrt lea" list=voip
add address=203.0.113.10 comment="gesperrt sofia" list=voip
add address=203.0.113.11 comment="gesperrt sofia" list=blocked
add address=203.0.113.12 comment="gesperrt nadia" list=blocked
add address=203.0.113.13 comment="gesperrt tarek" list=voip
add address=203.0.113.14 comment="gesperrt marko" list=voip
add address=203.0.113.15 comment="gesperrt goran" list=blocked
add address=203.0.113.16 comment="gesperrt karim" list=nopay
add address=203.0.113.17 comment="gesperrt sofia" list=voip
add address=203.0.113.18 comment="gesperrt vesna" list=voip
add address=203.0.113.19 comment="gesperrt tarek" list=voip
add address=203.0.113.20 comment="gesperrt tarek" list=voip
add address=203.0.113.21 comment="gesperrt hana" list=nopay
add address=203.0.113.22 comment="gesperrt ivan" list=blocked
add address=203.0.113.23 comment="gesperrt hana" list=blocked
add address=203.0.113.24 comment="gesperrt dmitri" list=nopay
add address=203.0.113.25 comment="gesperrt goran" list=blocked
add address=203.0.113.26 comment="gesperrt goran" list=nopay
add address=203.0.113.27 comment="gesperrt marko" list=blocked
add address=203.0.113.28 comment="gesperrt elena" list=voip
add address=203.0.113.29 comment="gesperrt nadia" list=voip
add address=203.0.113.30 comment="gesperrt nadia" list=nopay
add address=203.0.113.31 comment="gesperrt goran" list=voip
add address=203.0.113.32 comment="gesperrt lea" list=blocked
add address=203.0.113.33 comment="gesperrt lea" list=blocked
add address=203.0.113.34 comment="gesperrt lea" list=blocked
add address=203.0.113.35 comment="gesperrt karim" list=nopay
add address=203.0.113.36 comment="gesperrt omar" list=blocked
add address=203.0.113.37 comment="gesperrt jana" list=voip
add address=203.0.113.38 comment="gesperrt jana" list=blocked
add address=203.0.113.39 comment="gesperrt goran" list=nopay
add address=203.0.113.40 comment="gesperrt vesna" list=nopay
/ip firewall filter
add action=fasttrack-connection chain=forward comment="schneller Weg f\C3\BCr bestehende Verbindungen" connection-state=established,related
add action=accept chain=forward connection-state=established,related,untracked
add action=drop chain=forward connection-state=invalid
add action=drop chain=input comment="rule 00: dns" dst-port=123 in-interface-list=LAN protocol=tcp
add action=drop chain=forward comment="rule 01: telnet" dst-port=53 in-interface-list=LAN protocol=tcp
add action=accept chain=forward comment="rule 02: smb \"old\"" dst-port=8291 in-interface-list=WAN protocol=tcp
add action=drop chain=input comment="rule 03: dns" dst-port=22 in-interface-list=WAN protocol=tcp
add action=drop chain=forward comment="rule 04: smb \"old\"" dst-port=53 in-interface-list=LAN protocol=tcp
add action=drop chain=forward comment="rule 05: smb \"old\"" dst-port=23 in-interface-list=LAN protocol=udp
add action=accept chain=forward comment="rule 06: ntp" dst-port=8291 in-interface-list=LAN protocol=tcp
add action=drop chain=forward comment="rule 07: telnet" dst-port=53 in-interface-list=WAN protocol=udp
add action=drop chain=forward comment="rule 08: ssh" dst-port=445 in-interface-list=WAN protocol=udp
add action=accept chain=input comment="rule 09: ntp" dst-port=23 in-interface-list=WAN protocol=tcp
add action=accept chain=forward comment="rule 10: dns" dst-port=8291 in-interface-list=WAN protocol=udp
add action=drop chain=forward comment="rule 11: ntp" dst-port=123 in-interface-list=LAN protocol=tcp
add action=drop chain=input comment="rule 12: ssh" dst-port=22 in-interface-list=LAN protocol=tcp
add action=accept chain=forward comment="rule 13: smb \"old\"" dst-port=445 in-interface-list=WAN protocol=udp
add action=drop chain=input comment="rule 14: ntp" dst-port=22 in-interface-list=LAN protocol=tcp
add action=accept chain=forward comment="rule 15: ssh" dst-port=53 in-interface-list=WAN protocol=udp
add action=drop chain=input comment="rule 16: telnet" dst-port=22 in-interface-list=WAN protocol=udp
add action=drop chain=forward comment="rule 17: dns" dst-port=22 in-interface-list=WAN protocol=udp
add action=accept chain=input comment="rule 18: ssh" dst-port=8291 in-interface-list=LAN protocol=tcp
add action=drop chain=input comment="rule 19: ssh" dst-port=8291 in-interface-list=LAN protocol=tcp
add action=drop chain=forward comment="rule 20: telnet" dst-port=445 in-interface-list=LAN protocol=tcp
add action=accept chain=input comment="rule 21: ssh" dst-port=8291 in-interface-list=LAN protocol=udp
add action=drop chain=forward comment="rule 22: dns" dst-port=53 in-interface-list=WAN protocol=tcp
add action=drop chain=forward comment="rule 23: telnet" dst-port=23 in-interface-list=LAN protocol=tcp
add action=accept chain=input comment="rule 24: smb \"old\"" dst-port=123 in-interface-list=WAN protocol=udp
add action=drop chain=input comment="rule 25: ntp" dst-port=23 in-interface-list=WAN protocol=tcp
add action=drop chain=input comment="rule 26: ssh" dst-port=53 in-interface-list=WAN protocol=tcp
add action=accept chain=forward comment="rule 27: dns" dst-port=53 in-interface-list=LAN protocol=udp
add action=drop chain=forward comment="rule 28: dns" dst-port=123 in-interface-list=WAN protocol=udp
add action=accept chain=input comment="rule 29: smb \"old\"" dst-port=53 in-interface-list=WAN protocol=tcp
add action=drop chain=input comment="rule 30: smb \"old\"" dst-port=23 in-interface-list=WAN protocol=tcp
add action=drop chain=input comment="rule 31: telnet" dst-port=22 in-interface-list=WAN protocol=tcp
add action=accept chain=input comment="rule 32: smb \"old\"" dst-port=123 in-interface-list=WAN protocol=tcp
add action=drop chain=input comment="rule 33: smb \"old\"" dst-port=22 in-interface-list=WAN protocol=udp
add action=accept chain=forward comment="rule 34: dns" dst-port=123 in-interface-list=WAN protocol=udp
add action=accept chain=forward comment="rule 35: smb \"old\"" dst-port=53 in-interface-list=LAN protocol=udp
/ip firewall mangle
add action=mark-packet chain=forward dst-address=100.64.0.0/24 new-packet-mark=mark-000 passthrough=no
add action=mark-packet chain=forward dst-address=100.64.1.0/24 new-packet-mark=mark-001 passthrough=no
add action=mark-packet chain=forward dst-address=100.64.2.0/24 new-packet-mark=mark-002 passthrough=no
add action=mark-packet chain=forward dst-address=100.64.3.0/24 new-packet-mark=mark-003 passthrough=no
add action=mark-packet chain=forward dst-address=100.64.4.0/24 new-packet-mark=mark-004 passthrough=no
add action=mark-packet chain=forward dst-address=100.64.5.0/24 new-packet-mark=mark-005 passthrough=no
add action=mark-packet chain=forward dst-address=100.64.6.0/24 new-packet-mark=mark-006 passthrough=no
add action=mark-packet chain=forward dst-address=100.64.7.0/24 new-packet-mark=mark-007 passthrough=no
add action=mark-packet chain=forward dst-address=100.64.8.0/24 new-packet-mark=mark-008 passthrough=no
add action=mark-packet chain=forward dst-address=100.64.9.0/24 new-packet-mark=mark-009 passthrough=no
add action=mark-packet chain=forward dst-address=100.64.10.0/24 new-packet-mark=mark-010 passthrough=no
add action=mark-packet chain=forward dst-address=100.64.11.0/24 new-packet-mark=mark-011 passthrough=no
add action=mark-packet chain=forward dst-address=100.64.12.0/24 new-packet-mark=mark-012 passthrough=no
add action=mark-packet chain=forward dst-address=100.64.13.0/24 new-packet-mark=mark-013 passthrough=no
add action=mark-packet chain=forward dst-address=100.64.14.0/24 new-packet-mark=mark-014 passthrough=no
add action=mark-packet chain=forward dst-address=100.64.15.0/24 new-packet-mark=mark-015 passthrough=no
add action=mark-packet chain=forward dst-address=100.64.16.0/24 new-packet-mark=mark-016 passthrough=no
add action=mark-packet chain=forward dst-address=100.64.17.0/24 new-packet-mark=mark-017 passthrough=no
add action=mark-packet chain=forward dst-address=100.64.18.0/24 new-packet-mark=mark-018 passthrough=no
add action=mark-packet chain=forward dst-address=100.64.19.0/24 new-packet-mark=mark-019 passthrough=no
add action=mark-packet chain=forward dst-address=100.64.20.0/24 new-packet-mark=mark-020 passthrough=no
add action=mark-packet chain=forward dst-address=100.64.21.0/24 new-packet-mark=mark-021 passthrough=no
add action=mark-packet chain=forward dst-address=100.64.22.0/24 new-packet-mark=mark-022 passthrough=no
add action=mark-packet chain=forward dst-address=100.64.23.0/24 new-packet-mark=mark-023 passthrough=no
add action=mark-packet chain=forward dst-address=100.64.24.0/24 new-packet-mark=mark-024 passthrough=no
add action=mark-packet chain=forward dst-address=100.64.25.0/24 new-packet-mark=mark-025 passthrough=no
add action=mark-packet chain=forward dst-address=100.64.26.0/24 new-packet-mark=mark-026 passthrough=no
add action=mark-packet chain=forward dst-address=100.64.27.0/24 new-packet-mark=mark-027 passthrough=no
add action=mark-packet chain=forward dst-address=100.64.28.0/24 new-packet-mark=mark-028 passthrough=no
add action=mark-packet chain=forward dst-address=100.64.29.0/24 new-packet-mark=mark-029 passthrough=no
add action=mark-packet chain=forward dst-address=100.64.30.0/24 new-packet-mark=mark-030 passthrough=no
add action=mark-packet chain=forward dst-address=100.64.31.0/24 new-packet-mark=mark-031 passthrough=no
add action=mark-packet chain=forward dst-address=100.64.32.0/24 new-packet-mark=mark-032 passthrough=no
add action=mark-packet chain=forward dst-address=100.64.33.0/24 new-packet-mark=mark-033 passthrough=no
add action=mark-packet chain=forward dst-address=100.64.34.0/24 new-packet-mark=mark-034 passthrough=no
add action=mark-packet chain=forward dst-address=100.64.35.0/24 new-packet-mark=mark-035 passthrough=no
add action=mark-packet chain=forward dst-address=100.64.36.0/24 new-packet-mark=mark-036 passthrough=no
add action=mark-packet chain=forward dst-address=100.64.37.0/24 new-packet-mark=mark-037 passthrough=no
/ip firewall nat
add action=masquerade chain=srcnat out-interface-list=WAN
add action=dst-nat chain=dstnat comment="Kamera f\C3\BCr sofia" dst-port=18000 in-interface-list=WAN protocol=tcp to-addresses=10.100.0.10 to-ports=80
add action=dst-nat chain=dstnat comment="Kamera f\C3\BCr karim" dst-port=18001 in-interface-list=WAN protocol=tcp to-addresses=10.101.0.10 to-ports=80
add action=dst-nat chain=dstnat comment="Kamera f\C3\BCr farid" dst-port=18002 in-interface-list=WAN protocol=tcp to-addresses=10.102.0.10 to-ports=80
add action=dst-nat chain=dstnat comment="Kamera f\C3\BCr hana" dst-port=18003 in-interface-list=WAN protocol=tcp to-addresses=10.103.0.10 to-ports=80
add action=dst-nat chain=dstnat comment="Kamera f\C3\BCr sofia" dst-port=18004 in-interface-list=WAN protocol=tcp to-addresses=10.104.0.10 to-ports=80
add action=dst-nat chain=dstnat comment="Kamera f\C3\BCr nadia" dst-port=18005 in-interface-list=WAN protocol=tcp to-addresses=10.105.0.10 to-ports=80
add action=dst-nat chain=dstnat comment="Kamera f\C3\BCr clara" dst-port=18006 in-interface-list=WAN protocol=tcp to-addresses=10.106.0.10 to-ports=80
add action=dst-nat chain=dstnat comment="Kamera f\C3\BCr petra" dst-port=18007 in-interface-list=WAN protocol=tcp to-addresses=10.107.0.10 to-ports=80
add action=dst-nat chain=dstnat comment="Kamera f\C3\BCr nadia" dst-port=18008 in-interface-list=WAN protocol=tcp to-addresses=10.108.0.10 to-ports=80
add action=dst-nat chain=dstnat comment="Kamera f\C3\BCr anna" dst-port=18009 in-interface-list=WAN protocol=tcp to-addresses=10.109.0.10 to-ports=80
add action=dst-nat chain=dstnat comment="Kamera f\C3\BCr clara" dst-port=18010 in-interface-list=WAN protocol=tcp to-addresses=10.110.0.10 to-ports=80
add action=dst-nat chain=dstnat comment="Kamera f\C3\BCr petra" dst-port=18011 in-interface-list=WAN protocol=tcp to-addresses=10.111.0.10 to-ports=80
/ip hotspot user
add name=voucher-7921 password=jyGD6W profile=default
add name=voucher-3557 password=4RZDmd profile=default
add name=voucher-7206 password=DfLmAh profile=default
add name=voucher-6144 password=C5tG6b profile=default
add name=voucher-7338 password=F2YbV3 profile=default
add name=voucher-0548 password=8Sbu3c profile=default
add name=voucher-2264 password=Xq7whB profile=default
add name=voucher-7403 password=NRGVmL profile=default
add name=voucher-8872 password=tmxPM5 profile=default
add name=voucher-5364 password=ERjxYy profile=default
/ip ipsec identity
add peer=hq secret=483TVgY2bJ9ctyjUKcQrnQwT
/ip route
add distance=1 gateway=198.51.100.1
add distance=1 dst-address=10.0.0.0/8 type=blackhole
/ip service
set telnet disabled=yes
set ftp address=10.0.0.0/8
set www disabled=yes
set api address=10.0.0.0/8
/ppp aaa
set use-radius=yes
/ppp secret
add comment="Gr\C3\BCnaustra\C3\9Fe 54" name=marko.000 password=X3UPvDdc8SBq profile=plan-50M service=pppoe
add comment="Via Roma 4" name=omar.001 password=HdQSPeh8Lsgy profile=plan-10M service=pppoe
add comment="Gr\C3\BCnaustra\C3\9Fe 22" name=tarek.002 password=uGeTn6XBwLa8 profile=plan-50M service=pppoe
add comment="Ulica D\C5\82uga 19" name=rami.003 password=NQndnVHL5ffE profile=plan-20M service=pppoe
add comment="Lindenallee 70" name=goran.004 password=uL5kTqQC7Cga profile=plan-20M service=pppoe
add comment="Hafenstra\C3\9Fe 46" name=dmitri.005 password=BjMR8NegBgfA profile=plan-50M service=pppoe
add comment="Lindenallee 29" name=nadia.006 password=DmcjPBsNGhNY profile=plan-20M service=pppoe
add comment="Via Roma 37" name=marko.007 password=Y59Qfj3VXUYe profile=plan-10M service=pppoe
add comment="Rue de l\C3\89glise 69" name=boris.008 password=u4WZTZLvT6Z4 profile=plan-100M service=pppoe
add comment="Hafenstra\C3\9Fe 15" name=tarek.009 password=zV5nCAWywUGw profile=plan-10M service=pppoe
add comment="Sankt-Gallen-Ring 76" name=vesna.010 password=GcNbm2SJUgYg profile=plan-100M service=pppoe
add comment="Bahnhofplatz 32" name=rami.011 password=JDVQ9vwazcGg profile=plan-50M service=pppoe
add comment="Rue de l\C3\89glise 25" name=rami.012 password=hFjpX3m7DVfR profile=plan-100M service=pppoe
add comment="Ulica D\C5\82uga 44" name=marko.013 password=7jSQAgm3mg7F profile=plan-20M service=pppoe
add comment="Rue de l\C3\89glise 76" name=rami.014 password=8EehxkXs8gxE profile=plan-50M service=pppoe
add comment="Rue de l\C3\89glise 45" name=hana.015 password=T22CwUy9fJb2 profile=plan-10M service=pppoe
add comment="Lindenallee 29" name=karim.016 password=Bw2eWMea2nND profile=plan-100M service=pppoe
add comment="Bahnhofplatz 45" name=karim.017 password=Xhv67gGXCQUk profile=plan-50M service=pppoe
add comment="Sankt-Gallen-Ring 11" name=petra.018 password=pvTuLd2x9wRH profile=plan-10M service=pppoe
add comment="Gr\C3\BCnaustra\C3\9Fe 10" name=omar.019 password=b2w8Ph9xcwVF profile=plan-100M service=pppoe
add comment="Lindenallee 12" name=tarek.020 password=tPdJStE32gDX profile=plan-10M service=pppoe
add comment="Rue de l\C3\89glise 48" name=goran.021 password=aBMHhjQdJnSU profile=plan-10M service=pppoe
add comment="Bahnhofplatz 19" name=clara.022 password=ZKVraeFXQ6es profile=plan-50M service=pppoe
add comment="Gr\C3\BCnaustra\C3\9Fe 52" name=marko.023 password=5ZtCs3q6BBLq profile=plan-20M service=pppoe
add comment="Rue de l\C3\89glise 77" name=ivan.024 password=h8XTPZZ6XzP4 profile=plan-20M service=pppoe
add comment="Mlinska 6" name=karim.025 password=dAx8rsFLDv5p profile=plan-20M service=pppoe
add comment="Via Roma 93" name=rami.026 password=Np727c66r6QN profile=plan-100M service=pppoe
add comment="Bahnhofplatz 25" name=ivan.027 password=MRrwWwGGBXd8 profile=plan-20M service=pppoe
add comment="Gr\C3\BCnaustra\C3\9Fe 15" name=elena.028 password=Nz9khXM4SKC6 profile=plan-100M service=pppoe
add comment="Mlinska 54" name=dmitri.029 password=WFgBEsfyGgvw profile=plan-50M service=pppoe
add comment="Rue de l\C3\89glise 98" name=karim.030 password=B9pGt6aQ874v profile=plan-50M service=pppoe
add comment="Lindenallee 78" name=karim.031 password=YC3NfPPpGPAL profile=plan-20M service=pppoe
add comment="Hafenstra\C3\9Fe 38" name=dmitri.032 password=caVfCzQArauJ profile=plan-100M service=pppoe
add comment="Ulica D\C5\82uga 45" name=vesna.033 password=UWDFJmKUkzPh profile=plan-100M service=pppoe
add comment="Via Roma 96" name=dmitri.034 password=VzcMaFJZbM6B profile=plan-20M service=pppoe
add comment="Gr\C3\BCnaustra\C3\9Fe 95" name=dmitri.035 password=cpdgQ7JmpsTy profile=plan-100M service=pppoe
add comment="Lindenallee 29" name=elena.036 password=CrCXqQsf7L72 profile=plan-10M service=pppoe
add comment="Lindenallee 63" name=rami.037 password=e4FcKwd4YSFv profile=plan-20M service=pppoe
add comment="Lindenallee 66" name=tarek.038 password=57yqPaJC5kjE profile=plan-10M service=pppoe
add comment="Calle Mayor 5" name=anna.039 password=6xDnAxFbvX2u profile=plan-50M service=pppoe
add comment="Gr\C3\BCnaustra\C3\9Fe 19" name=boris.040 password=FtMUtp3u5hpG profile=plan-100M service=pppoe
add comment="Bahnhofplatz 78" name=clara.041 password=56CFLeYa3xvM profile=plan-10M service=pppoe
add comment="Hafenstra\C3\9Fe 67" name=dmitri.042 password=y6TPHJjDdMvE profile=plan-20M service=pppoe
add comment="Calle Mayor 24" name=dmitri.043 password=nnTZmt79tn4T profile=plan-100M service=pppoe
add comment="Mlinska 95" name=marko.044 password=TSTnNhQ3gfeC profile=plan-20M service=pppoe
add comment="Via Roma 25" name=tarek.045 password=AWhTaG5dJ6gB profile=plan-10M service=pppoe
add comment="Hafenstra\C3\9Fe 32" name=anna.046 password=yYjYBf5XnQqA profile=plan-50M service=pppoe
add comment="Sankt-Gallen-Ring 60" name=clara.047 password=gJjB87rhPtBG profile=plan-100M service=pppoe
add comment="Mlinska 8" name=boris.048 password=8d2rMLwVVkW4 profile=plan-50M service=pppoe
add comment="Rue de l\C3\89glise 95" name=elena.049 password=JVYhmuQ8rLVX profile=plan-10M service=pppoe
add comment="Lindenallee 93" name=sofia.050 password=AKkgXrmXTUkL profile=plan-100M service=pppoe
add comment="Calle Mayor 64" name=petra.051 password=WEdevDgq6RC5 profile=plan-100M service=pppoe
add comment="Sankt-Gallen-Ring 21" name=clara.052 password=yBpV9UMspNZt profile=plan-100M service=pppoe
add comment="Sankt-Gallen-Ring 50" name=hana.053 password=wDLKk398r2Up profile=plan-10M service=pppoe
add comment="Sankt-Gallen-Ring 52" name=vesna.054 password=YmmJPpFbKheZ profile=plan-10M service=pppoe
add comment="Ulica D\C5\82uga 92" name=goran.055 password=fA6rVvsFbz8w profile=plan-50M service=pppoe
add comment="Mlinska 57" name=clara.056 password=7y8bwXpJWP66 profile=plan-50M service=pppoe
add comment="Rue de l\C3\89glise 46" name=dmitri.057 password=mxECnjsJeWY9 profile=plan-100M service=pppoe
add comment="Rue de l\C3\89glise 48" name=farid.058 password=a6MpEqmg9Mj7 profile=plan-50M service=pppoe
add comment="Ulica D\C5\82uga 61" name=farid.059 password=2MYE576XNgyK profile=plan-100M service=pppoe
add comment="Ulica D\C5\82uga 66" name=dmitri.060 password=cbAZsq3kXbuH profile=plan-10M service=pppoe
add comment="Ulica D\C5\82uga 3" name=tarek.061 password=c79Y2cE44YW4 profile=plan-100M service=pppoe
add comment="Ulica D\C5\82uga 85" name=karim.062 password=VrYgh65HkdjN profile=plan-20M service=pppoe
add comment="Mlinska 52" name=nadia.063 password=qJ5gZwnxzWaN profile=plan-10M service=pppoe
add comment="Sankt-Gallen-Ring 55" name=sofia.064 password=yz8hPhEhFcN6 profile=plan-100M service=pppoe
add comment="Gr\C3\BCnaustra\C3\9Fe 25" name=hana.065 password=bEG6J7nvTRVf profile=plan-10M service=pppoe
add comment="Via Roma 89" name=clara.066 password=88E2vxu5hA8u profile=plan-20M service=pppoe
add comment="Calle Mayor 61" name=anna.067 password=zguqQJF8cGjQ profile=plan-20M service=pppoe
add comment="Sankt-Gallen-Ring 23" name=tarek.068 password=ACDqnGhmUwVn profile=plan-20M service=pppoe
add comment="Calle Mayor 74" name=anna.069 password=x6GS24UCqXT6 profile=plan-50M service=pppoe
/radius
add address=10.1.0.10 secret=Yr8mmhkjJF6dEEEUKc6y service=ppp,hotspot timeout=3s
/routing ospf network
add area=backbone network=10.100.0.0/24
add area=backbone network=10.101.0.0/24
add area=backbone network=10.102.0.0/24
add area=backbone network=10.103.0.0/24
add area=backbone network=10.104.0.0/24
add area=backbone network=10.105.0.0/24
/system clock
set time-zone-name=Europe/Berlin
/system identity
set name=edge-nord
/system ntp client
set enabled=yes primary-ntp=10.0.0.53
/system scheduler
add interval=5m name=check-uplink on-event=check-uplink policy=ftp,reboot,read,write,policy,test,password,sniff,sensitive start-time=startup
/system script
add dont-require-permissions=no name=check-uplink owner=admin policy=ftp,reboot,read,write,policy,test,password,sniff,sensitive source=":local up [/interface get [find name=\"ether1-uplink\"] running]\r\n:if (\$up = false) do={\r\n  :log warning \"uplink is down\"\r\n  /tool e-mail send to=\"noc@isp.example\" subject=(\"uplink of \" . [/system identity get name]) body=\"down\"\r\n}\r\n# not a comment of the export\r\n:foreach i in=[/ip hotspot active find] do={\r\n  :local u [/ip hotspot active get \$i user]\r\n  :if ([:len \$u] > 32) do={ /ip hotspot active remove \$i }\r\n}\r\n"
add dont-require-permissions=no name=umlaut owner=admin policy=read source="# raw όδί bytes of an old Windows\r\n:log info \"ok\"\r\n"
/tool netwatch
add down-script=":log error \"gateway is gone\"" host=198.51.100.1 interval=30s
