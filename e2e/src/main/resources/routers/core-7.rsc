/interface bridge
add admin-mac=DC:2C:6E:00:20:01 auto-mac=no comment="Kernnetz – nicht löschen" name=bridge1 port-cost-mode=short vlan-filtering=yes
add name=lo0
/interface ethernet
set [ find default-name=sfp-sfpplus1 ] comment="Strecke 1 \E2\86\92 Ulica D\C5\82uga" name=sfpplus1
set [ find default-name=sfp-sfpplus2 ] comment="Strecke 2 \E2\86\92 Rue de l\C3\89glise" name=sfpplus2
set [ find default-name=sfp-sfpplus3 ] comment="Strecke 3 \E2\86\92 Sankt-Gallen-Ring" name=sfpplus3
set [ find default-name=sfp-sfpplus4 ] comment="Strecke 4 \E2\86\92 Rue de l\C3\89glise" name=sfpplus4
set [ find default-name=sfp-sfpplus5 ] comment="Strecke 5 \E2\86\92 Gr\C3\BCnaustra\C3\9Fe" name=sfpplus5
set [ find default-name=sfp-sfpplus6 ] comment="Strecke 6 \E2\86\92 Lindenallee" name=sfpplus6
set [ find default-name=sfp-sfpplus7 ] comment="Strecke 7 \E2\86\92 Via Roma" name=sfpplus7
set [ find default-name=sfp-sfpplus8 ] comment="Strecke 8 \E2\86\92 Lindenallee" name=sfpplus8
set [ find default-name=sfp-sfpplus9 ] comment="Strecke 9 \E2\86\92 Calle Mayor" name=sfpplus9
set [ find default-name=sfp-sfpplus10 ] comment="Strecke 10 \E2\86\92 Calle Mayor" name=sfpplus10
set [ find default-name=sfp-sfpplus11 ] comment="Strecke 11 \E2\86\92 Ulica D\C5\82uga" name=sfpplus11
set [ find default-name=sfp-sfpplus12 ] comment="Strecke 12 \E2\86\92 Mlinska" name=sfpplus12
/interface wireguard
add listen-port=13231 mtu=1420 name=wg-noc private-key="be8RgEjqxEkMX748WD5z8petGFbFpxFPP6zZDJ375bS="
/interface vlan
add interface=bridge1 name=vlan200 vlan-id=200
add interface=bridge1 name=vlan201 vlan-id=201
add interface=bridge1 name=vlan202 vlan-id=202
add interface=bridge1 name=vlan203 vlan-id=203
add interface=bridge1 name=vlan204 vlan-id=204
add interface=bridge1 name=vlan205 vlan-id=205
add interface=bridge1 name=vlan206 vlan-id=206
add interface=bridge1 name=vlan207 vlan-id=207
add interface=bridge1 name=vlan208 vlan-id=208
add interface=bridge1 name=vlan209 vlan-id=209
add interface=bridge1 name=vlan210 vlan-id=210
add interface=bridge1 name=vlan211 vlan-id=211
add interface=bridge1 name=vlan212 vlan-id=212
add interface=bridge1 name=vlan213 vlan-id=213
add interface=bridge1 name=vlan214 vlan-id=214
add interface=bridge1 name=vlan215 vlan-id=215
add interface=bridge1 name=vlan216 vlan-id=216
add interface=bridge1 name=vlan217 vlan-id=217
add interface=bridge1 name=vlan218 vlan-id=218
add interface=bridge1 name=vlan219 vlan-id=219
add interface=bridge1 name=vlan220 vlan-id=220
add interface=bridge1 name=vlan221 vlan-id=221
add interface=bridge1 name=vlan222 vlan-id=222
add interface=bridge1 name=vlan223 vlan-id=223
add interface=bridge1 name=vlan224 vlan-id=224
add interface=bridge1 name=vlan225 vlan-id=225
add interface=bridge1 name=vlan226 vlan-id=226
add interface=bridge1 name=vlan227 vlan-id=227
add interface=bridge1 name=vlan228 vlan-id=228
add interface=bridge1 name=vlan229 vlan-id=229
add interface=bridge1 name=vlan230 vlan-id=230
add interface=bridge1 name=vlan231 vlan-id=231
/interface list
add name=WAN
add name=LAN
add name=MGMT
/ip pool
add name=cgnat-00 ranges=100.64.0.0/22
add name=cgnat-01 ranges=100.64.4.0/22
add name=cgnat-02 ranges=100.64.8.0/22
add name=cgnat-03 ranges=100.64.12.0/22
add name=cgnat-04 ranges=100.64.16.0/22
add name=cgnat-05 ranges=100.64.20.0/22
add name=cgnat-06 ranges=100.64.24.0/22
add name=cgnat-07 ranges=100.64.28.0/22
add name=cgnat-08 ranges=100.64.32.0/22
add name=cgnat-09 ranges=100.64.36.0/22
add name=cgnat-10 ranges=100.64.40.0/22
add name=cgnat-11 ranges=100.64.44.0/22
add name=cgnat-12 ranges=100.64.48.0/22
add name=cgnat-13 ranges=100.64.52.0/22
add name=cgnat-14 ranges=100.64.56.0/22
add name=cgnat-15 ranges=100.64.60.0/22
/ip dhcp-server option
add code=66 name=tftp value="'10.0.0.66'"
/ppp profile
add comment="Glasfaser 25" local-address=10.255.0.1 name=fiber-25 rate-limit=12M/25M remote-address=cgnat-04
add comment="Glasfaser 50" local-address=10.255.0.1 name=fiber-50 rate-limit=25M/50M remote-address=cgnat-01
add comment="Glasfaser 100" local-address=10.255.0.1 name=fiber-100 rate-limit=50M/100M remote-address=cgnat-02
add comment="Glasfaser 250" local-address=10.255.0.1 name=fiber-250 rate-limit=125M/250M remote-address=cgnat-05
add comment="Glasfaser 500" local-address=10.255.0.1 name=fiber-500 rate-limit=250M/500M remote-address=cgnat-03
add comment="Glasfaser 1000" local-address=10.255.0.1 name=fiber-1000 rate-limit=500M/1000M remote-address=cgnat-06
/queue type
add cake-flowmode=dual-dsthost kind=cake name=cake-down
add fq-codel-ecn=no kind=fq-codel name=fqc
/queue tree
add max-limit=9G name=all parent=global
add bucket-size=0.01 comment="Knoten 0 / clara" limit-at=1M max-limit=4M name=node-000 packet-mark=pm-000 parent=all queue=cake-down
add bucket-size=0.01 comment="Knoten 1 / nadia" limit-at=2M max-limit=8M name=node-001 packet-mark=pm-001 parent=all queue=cake-down
add bucket-size=0.01 comment="Knoten 2 / marko" limit-at=3M max-limit=12M name=node-002 packet-mark=pm-002 parent=all queue=cake-down
add bucket-size=0.01 comment="Knoten 3 / dmitri" limit-at=4M max-limit=16M name=node-003 packet-mark=pm-003 parent=all queue=cake-down
add bucket-size=0.01 comment="Knoten 4 / lea" limit-at=5M max-limit=20M name=node-004 packet-mark=pm-004 parent=all queue=cake-down
add bucket-size=0.01 comment="Knoten 5 / ivan" limit-at=6M max-limit=24M name=node-005 packet-mark=pm-005 parent=all queue=cake-down
add bucket-size=0.01 comment="Knoten 6 / goran" limit-at=7M max-limit=28M name=node-006 packet-mark=pm-006 parent=all queue=cake-down
add bucket-size=0.01 comment="Knoten 7 / ivan" limit-at=8M max-limit=32M name=node-007 packet-mark=pm-007 parent=all queue=cake-down
add bucket-size=0.01 comment="Knoten 8 / boris" limit-at=9M max-limit=36M name=node-008 packet-mark=pm-008 parent=all queue=cake-down
add bucket-size=0.01 comment="Knoten 9 / goran" limit-at=10M max-limit=40M name=node-009 packet-mark=pm-009 parent=all queue=cake-down
add bucket-size=0.01 comment="Knoten 10 / dmitri" limit-at=11M max-limit=44M name=node-010 packet-mark=pm-010 parent=all queue=cake-down
add bucket-size=0.01 comment="Knoten 11 / goran" limit-at=12M max-limit=48M name=node-011 packet-mark=pm-011 parent=all queue=cake-down
add bucket-size=0.01 comment="Knoten 12 / ivan" limit-at=13M max-limit=52M name=node-012 packet-mark=pm-012 parent=all queue=cake-down
add bucket-size=0.01 comment="Knoten 13 / dmitri" limit-at=14M max-limit=56M name=node-013 packet-mark=pm-013 parent=all queue=cake-down
add bucket-size=0.01 comment="Knoten 14 / goran" limit-at=15M max-limit=60M name=node-014 packet-mark=pm-014 parent=all queue=cake-down
add bucket-size=0.01 comment="Knoten 15 / sofia" limit-at=16M max-limit=64M name=node-015 packet-mark=pm-015 parent=all queue=cake-down
add bucket-size=0.01 comment="Knoten 16 / nadia" limit-at=17M max-limit=68M name=node-016 packet-mark=pm-016 parent=all queue=cake-down
add bucket-size=0.01 comment="Knoten 17 / vesna" limit-at=18M max-limit=72M name=node-017 packet-mark=pm-017 parent=all queue=cake-down
add bucket-size=0.01 comment="Knoten 18 / karim" limit-at=19M max-limit=76M name=node-018 packet-mark=pm-018 parent=all queue=cake-down
add bucket-size=0.01 comment="Knoten 19 / marko" limit-at=20M max-limit=80M name=node-019 packet-mark=pm-019 parent=all queue=cake-down
add bucket-size=0.01 comment="Knoten 20 / lea" limit-at=21M max-limit=84M name=node-020 packet-mark=pm-020 parent=all queue=cake-down
add bucket-size=0.01 comment="Knoten 21 / farid" limit-at=22M max-limit=88M name=node-021 packet-mark=pm-021 parent=all queue=cake-down
add bucket-size=0.01 comment="Knoten 22 / karim" limit-at=23M max-limit=92M name=node-022 packet-mark=pm-022 parent=all queue=cake-down
add bucket-size=0.01 comment="Knoten 23 / sofia" limit-at=24M max-limit=96M name=node-023 packet-mark=pm-023 parent=all queue=cake-down
add bucket-size=0.01 comment="Knoten 24 / boris" limit-at=25M max-limit=100M name=node-024 packet-mark=pm-024 parent=all queue=cake-down
add bucket-size=0.01 comment="Knoten 25 / tarek" limit-at=26M max-limit=104M name=node-025 packet-mark=pm-025 parent=all queue=cake-down
add bucket-size=0.01 comment="Knoten 26 / hana" limit-at=27M max-limit=108M name=node-026 packet-mark=pm-026 parent=all queue=cake-down
add bucket-size=0.01 comment="Knoten 27 / farid" limit-at=28M max-limit=112M name=node-027 packet-mark=pm-027 parent=all queue=cake-down
add bucket-size=0.01 comment="Knoten 28 / sofia" limit-at=29M max-limit=116M name=node-028 packet-mark=pm-028 parent=all queue=cake-down
add bucket-size=0.01 comment="Knoten 29 / boris" limit-at=30M max-limit=120M name=node-029 packet-mark=pm-029 parent=all queue=cake-down
add bucket-size=0.01 comment="Knoten 30 / omar" limit-at=31M max-limit=124M name=node-030 packet-mark=pm-030 parent=all queue=cake-down
add bucket-size=0.01 comment="Knoten 31 / marko" limit-at=32M max-limit=128M name=node-031 packet-mark=pm-031 parent=all queue=cake-down
add bucket-size=0.01 comment="Knoten 32 / marko" limit-at=33M max-limit=132M name=node-032 packet-mark=pm-032 parent=all queue=cake-down
add bucket-size=0.01 comment="Knoten 33 / rami" limit-at=34M max-limit=136M name=node-033 packet-mark=pm-033 parent=all queue=cake-down
add bucket-size=0.01 comment="Knoten 34 / tarek" limit-at=35M max-limit=140M name=node-034 packet-mark=pm-034 parent=all queue=cake-down
add bucket-size=0.01 comment="Knoten 35 / rami" limit-at=36M max-limit=144M name=node-035 packet-mark=pm-035 parent=all queue=cake-down
add bucket-size=0.01 comment="Knoten 36 / farid" limit-at=37M max-limit=148M name=node-036 packet-mark=pm-036 parent=all queue=cake-down
add bucket-size=0.01 comment="Knoten 37 / nadia" limit-at=38M max-limit=152M name=node-037 packet-mark=pm-037 parent=all queue=cake-down
add bucket-size=0.01 comment="Knoten 38 / goran" limit-at=39M max-limit=156M name=node-038 packet-mark=pm-038 parent=all queue=cake-down
add bucket-size=0.01 comment="Knoten 39 / dmitri" limit-at=40M max-limit=160M name=node-039 packet-mark=pm-039 parent=all queue=cake-down
add bucket-size=0.01 comment="Knoten 40 / marko" limit-at=41M max-limit=164M name=node-040 packet-mark=pm-040 parent=all queue=cake-down
add bucket-size=0.01 comment="Knoten 41 / jana" limit-at=42M max-limit=168M name=node-041 packet-mark=pm-041 parent=all queue=cake-down
add bucket-size=0.01 comment="Knoten 42 / marko" limit-at=43M max-limit=172M name=node-042 packet-mark=pm-042 parent=all queue=cake-down
add bucket-size=0.01 comment="Knoten 43 / anna" limit-at=44M max-limit=176M name=node-043 packet-mark=pm-043 parent=all queue=cake-down
/routing bgp template
set default as=64512 disabled=no router-id=10.255.0.1
/routing ospf instance
add disabled=no name=ospf-1 router-id=10.255.0.1
/routing ospf area
add disabled=no instance=ospf-1 name=backbone
/interface bridge port
add bridge=bridge1 interface=sfpplus2 internal-path-cost=10 path-cost=10
add bridge=bridge1 interface=sfpplus3 internal-path-cost=10 path-cost=10
add bridge=bridge1 interface=sfpplus4 internal-path-cost=10 path-cost=10
add bridge=bridge1 interface=sfpplus5 internal-path-cost=10 path-cost=10
add bridge=bridge1 interface=sfpplus6 internal-path-cost=10 path-cost=10
add bridge=bridge1 interface=sfpplus7 internal-path-cost=10 path-cost=10
add bridge=bridge1 interface=sfpplus8 internal-path-cost=10 path-cost=10
add bridge=bridge1 interface=sfpplus9 internal-path-cost=10 path-cost=10
add bridge=bridge1 interface=sfpplus10 internal-path-cost=10 path-cost=10
add bridge=bridge1 interface=sfpplus11 internal-path-cost=10 path-cost=10
add bridge=bridge1 interface=sfpplus12 internal-path-cost=10 path-cost=10
/interface bridge vlan
add bridge=bridge1 tagged=bridge1,sfpplus4 vlan-ids=200
add bridge=bridge1 tagged=bridge1,sfpplus5 vlan-ids=201
add bridge=bridge1 tagged=bridge1,sfpplus6 vlan-ids=202
add bridge=bridge1 tagged=bridge1,sfpplus7 vlan-ids=203
add bridge=bridge1 tagged=bridge1,sfpplus8 vlan-ids=204
add bridge=bridge1 tagged=bridge1,sfpplus9 vlan-ids=205
add bridge=bridge1 tagged=bridge1,sfpplus10 vlan-ids=206
add bridge=bridge1 tagged=bridge1,sfpplus11 vlan-ids=207
add bridge=bridge1 tagged=bridge1,sfpplus12 vlan-ids=208
add bridge=bridge1 tagged=bridge1,sfpplus2 vlan-ids=209
add bridge=bridge1 tagged=bridge1,sfpplus3 vlan-ids=210
add bridge=bridge1 tagged=bridge1,sfpplus4 vlan-ids=211
add bridge=bridge1 tagged=bridge1,sfpplus5 vlan-ids=212
add bridge=bridge1 tagged=bridge1,sfpplus6 vlan-ids=213
add bridge=bridge1 tagged=bridge1,sfpplus7 vlan-ids=214
add bridge=bridge1 tagged=bridge1,sfpplus8 vlan-ids=215
add bridge=bridge1 tagged=bridge1,sfpplus9 vlan-ids=216
add bridge=bridge1 tagged=bridge1,sfpplus10 vlan-ids=217
add bridge=bridge1 tagged=bridge1,sfpplus11 vlan-ids=218
add bridge=bridge1 tagged=bridge1,sfpplus12 vlan-ids=219
add bridge=bridge1 tagged=bridge1,sfpplus2 vlan-ids=220
add bridge=bridge1 tagged=bridge1,sfpplus3 vlan-ids=221
add bridge=bridge1 tagged=bridge1,sfpplus4 vlan-ids=222
add bridge=bridge1 tagged=bridge1,sfpplus5 vlan-ids=223
add bridge=bridge1 tagged=bridge1,sfpplus6 vlan-ids=224
add bridge=bridge1 tagged=bridge1,sfpplus7 vlan-ids=225
add bridge=bridge1 tagged=bridge1,sfpplus8 vlan-ids=226
add bridge=bridge1 tagged=bridge1,sfpplus9 vlan-ids=227
add bridge=bridge1 tagged=bridge1,sfpplus10 vlan-ids=228
add bridge=bridge1 tagged=bridge1,sfpplus11 vlan-ids=229
add bridge=bridge1 tagged=bridge1,sfpplus12 vlan-ids=230
add bridge=bridge1 tagged=bridge1,sfpplus2 vlan-ids=231
/interface list member
add interface=sfpplus1 list=WAN
add interface=bridge1 list=LAN
add interface=wg-noc list=MGMT
/interface pppoe-server server
add disabled=no interface=vlan200 one-session-per-host=yes service-name=fiber-200
add disabled=no interface=vlan201 one-session-per-host=yes service-name=fiber-201
add disabled=no interface=vlan202 one-session-per-host=yes service-name=fiber-202
add disabled=no interface=vlan203 one-session-per-host=yes service-name=fiber-203
add disabled=no interface=vlan204 one-session-per-host=yes service-name=fiber-204
add disabled=no interface=vlan205 one-session-per-host=yes service-name=fiber-205
add disabled=no interface=vlan206 one-session-per-host=yes service-name=fiber-206
add disabled=no interface=vlan207 one-session-per-host=yes service-name=fiber-207
/interface wireguard peers
add allowed-address=10.99.0.2/32 interface=wg-noc name=noc preshared-key="VYzYxwwJQtnPF8pNcRKQTdBGSBTuGrQAvQZcWeEtNzf=" public-key="AWTKmLasMvbeXJ6FebTM3GZkpVE3BQxCRzxW2Kg5pms="
/ip address
add address=198.51.100.6/30 interface=sfpplus1 network=198.51.100.4
add address=10.255.0.1 interface=lo0 network=10.255.0.1
add address=10.200.0.1/24 interface=vlan200 network=10.200.0.0
add address=10.201.0.1/24 interface=vlan201 network=10.201.0.0
add address=10.202.0.1/24 interface=vlan202 network=10.202.0.0
add address=10.203.0.1/24 interface=vlan203 network=10.203.0.0
add address=10.204.0.1/24 interface=vlan204 network=10.204.0.0
add address=10.205.0.1/24 interface=vlan205 network=10.205.0.0
add address=10.206.0.1/24 interface=vlan206 network=10.206.0.0
add address=10.207.0.1/24 interface=vlan207 network=10.207.0.0
add address=10.208.0.1/24 interface=vlan208 network=10.208.0.0
add address=10.209.0.1/24 interface=vlan209 network=10.209.0.0
add address=10.210.0.1/24 interface=vlan210 network=10.210.0.0
add address=10.211.0.1/24 interface=vlan211 network=10.211.0.0
add address=10.212.0.1/24 interface=vlan212 network=10.212.0.0
add address=10.213.0.1/24 interface=vlan213 network=10.213.0.0
add address=10.214.0.1/24 interface=vlan214 network=10.214.0.0
add address=10.215.0.1/24 interface=vlan215 network=10.215.0.0
add address=10.216.0.1/24 interface=vlan216 network=10.216.0.0
add address=10.217.0.1/24 interface=vlan217 network=10.217.0.0
add address=10.218.0.1/24 interface=vlan218 network=10.218.0.0
add address=10.219.0.1/24 interface=vlan219 network=10.219.0.0
add address=10.220.0.1/24 interface=vlan220 network=10.220.0.0
add address=10.221.0.1/24 interface=vlan221 network=10.221.0.0
add address=10.222.0.1/24 interface=vlan222 network=10.222.0.0
add address=10.223.0.1/24 interface=vlan223 network=10.223.0.0
add address=10.224.0.1/24 interface=vlan224 network=10.224.0.0
add address=10.225.0.1/24 interface=vlan225 network=10.225.0.0
add address=10.226.0.1/24 interface=vlan226 network=10.226.0.0
add address=10.227.0.1/24 interface=vlan227 network=10.227.0.0
add address=10.228.0.1/24 interface=vlan228 network=10.228.0.0
add address=10.229.0.1/24 interface=vlan229 network=10.229.0.0
add address=10.230.0.1/24 interface=vlan230 network=10.230.0.0
add address=10.231.0.1/24 interface=vlan231 network=10.231.0.0
/ip dns
set allow-remote-requests=yes servers=10.0.0.53,2001:db8::53
/ip firewall address-list
add address=192.0.2.1 comment="f\C3\BCr sofia" list=noc
add address=192.0.2.2 comment="f\C3\BCr elena" list=blocked
add address=192.0.2.3 comment="f\C3\BCr karim" list=noc
add address=192.0.2.4 comment="f\C3\BCr hana" list=noc
add address=192.0.2.5 comment="f\C3\BCr lea" list=blocked
add address=192.0.2.6 comment="f\C3\BCr vesna" list=blocked
add address=192.0.2.7 comment="f\C3\BCr jana" list=noc
add address=192.0.2.8 comment="f\C3\BCr sofia" list=noc
add address=192.0.2.9 comment="f\C3\BCr sofia" list=noc
add address=192.0.2.10 comment="f\C3\BCr lea" list=noc
add address=192.0.2.11 comment="f\C3\BCr nadia" list=noc
add address=192.0.2.12 comment="f\C3\BCr rami" list=noc
add address=192.0.2.13 comment="f\C3\BCr jana" list=blocked
add address=192.0.2.14 comment="f\C3\BCr omar" list=blocked
add address=192.0.2.15 comment="f\C3\BCr vesna" list=blocked
add address=192.0.2.16 comment="f\C3\BCr farid" list=blocked
add address=192.0.2.17 comment="f\C3\BCr boris" list=noc
add address=192.0.2.18 comment="f\C3\BCr jana" list=blocked
add address=192.0.2.19 comment="f\C3\BCr marko" list=blocked
add address=192.0.2.20 comment="f\C3\BCr elena" list=noc
add address=192.0.2.21 comment="f\C3\BCr farid" list=blocked
add address=192.0.2.22 comment="f\C3\BCr omar" list=blocked
add address=192.0.2.23 comment="f\C3\BCr clara" list=blocked
add address=192.0.2.24 comment="f\C3\BCr goran" list=noc
add address=192.0.2.25 comment="f\C3\BCr clara" list=noc
add address=192.0.2.26 comment="f\C3\BCr jana" list=blocked
add address=192.0.2.27 comment="f\C3\BCr elena" list=noc
add address=192.0.2.28 comment="f\C3\BCr ivan" list=noc
add address=192.0.2.29 comment="f\C3\BCr sofia" list=blocked
add address=192.0.2.30 comment="f\C3\BCr boris" list=noc
/ip firewall filter
add action=accept chain=input comment="defconf: accept established,related,untracked" connection-state=established,related,untracked
add action=accept chain=input comment="00 Zugang \"alt\"" dst-port=22 in-interface-list=WAN protocol=tcp
add action=accept chain=forward comment="01 \C3\9Cberwachung" dst-port=8728 in-interface-list=WAN protocol=tcp
add action=accept chain=input comment="02 \C3\9Cberwachung" dst-port=161 in-interface-list=MGMT protocol=udp
add action=accept chain=input comment="03 dns" dst-port=22 in-interface-list=WAN protocol=udp
add action=accept chain=input comment="04 dns" dst-port=8729 in-interface-list=WAN protocol=tcp
add action=drop chain=input comment="05 dns" dst-port=53 in-interface-list=LAN protocol=tcp
add action=drop chain=input comment="06 dns" dst-port=22 in-interface-list=MGMT protocol=udp
add action=drop chain=forward comment="07 Zugang \"alt\"" dst-port=22 in-interface-list=MGMT protocol=tcp
add action=drop chain=forward comment="08 dns" dst-port=22 in-interface-list=WAN protocol=tcp
add action=accept chain=forward comment="09 \C3\9Cberwachung" dst-port=22 in-interface-list=LAN protocol=udp
add action=drop chain=input comment="10 Zugang \"alt\"" dst-port=8728 in-interface-list=LAN protocol=tcp
add action=drop chain=input comment="11 Pr\C3\BCfstand" dst-port=22 in-interface-list=WAN protocol=tcp
add action=drop chain=forward comment="12 dns" dst-port=22 in-interface-list=WAN protocol=tcp
add action=drop chain=input comment="13 Zugang \"alt\"" dst-port=53 in-interface-list=WAN protocol=udp
add action=accept chain=input comment="14 \C3\9Cberwachung" dst-port=22 in-interface-list=MGMT protocol=udp
add action=drop chain=input comment="15 Zugang \"alt\"" dst-port=53 in-interface-list=LAN protocol=tcp
add action=drop chain=input comment="16 Zugang \"alt\"" dst-port=161 in-interface-list=LAN protocol=udp
add action=accept chain=forward comment="17 \C3\9Cberwachung" dst-port=161 in-interface-list=LAN protocol=udp
add action=accept chain=forward comment="18 Pr\C3\BCfstand" dst-port=22 in-interface-list=MGMT protocol=tcp
add action=drop chain=forward comment="19 Pr\C3\BCfstand" dst-port=8729 in-interface-list=MGMT protocol=udp
add action=accept chain=forward comment="20 dns" dst-port=8728 in-interface-list=LAN protocol=udp
add action=drop chain=forward comment="21 Zugang \"alt\"" dst-port=53 in-interface-list=WAN protocol=tcp
add action=drop chain=input comment="22 dns" dst-port=8729 in-interface-list=LAN protocol=tcp
add action=accept chain=forward comment="23 \C3\9Cberwachung" dst-port=8728 in-interface-list=MGMT protocol=udp
add action=accept chain=forward comment="24 \C3\9Cberwachung" dst-port=8729 in-interface-list=WAN protocol=udp
add action=accept chain=input comment="25 dns" dst-port=161 in-interface-list=LAN protocol=udp
add action=accept chain=input comment="26 Pr\C3\BCfstand" dst-port=53 in-interface-list=MGMT protocol=tcp
add action=drop chain=input comment="27 \C3\9Cberwachung" dst-port=8729 in-interface-list=WAN protocol=tcp
add action=drop chain=input comment="28 dns" dst-port=53 in-interface-list=MGMT protocol=tcp
add action=drop chain=input comment="29 Zugang \"alt\"" dst-port=161 in-interface-list=LAN protocol=udp
add action=accept chain=forward comment="30 Zugang \"alt\"" dst-port=8729 in-interface-list=LAN protocol=tcp
add action=accept chain=forward comment="31 Pr\C3\BCfstand" dst-port=22 in-interface-list=LAN protocol=tcp
add action=accept chain=input comment="32 Pr\C3\BCfstand" dst-port=161 in-interface-list=MGMT protocol=tcp
add action=drop chain=forward comment="33 dns" dst-port=53 in-interface-list=MGMT protocol=tcp
add action=accept chain=input comment="34 Zugang \"alt\"" dst-port=8729 in-interface-list=MGMT protocol=tcp
add action=accept chain=input comment="35 Pr\C3\BCfstand" dst-port=8728 in-interface-list=LAN protocol=tcp
add action=drop chain=forward comment="36 \C3\9Cberwachung" dst-port=161 in-interface-list=WAN protocol=udp
add action=accept chain=forward comment="37 Pr\C3\BCfstand" dst-port=8728 in-interface-list=WAN protocol=udp
add action=accept chain=input comment="38 Zugang \"alt\"" dst-port=53 in-interface-list=LAN protocol=tcp
add action=drop chain=forward comment="39 dns" dst-port=53 in-interface-list=WAN protocol=udp
/ip firewall mangle
add action=mark-packet chain=forward dst-address=100.64.0.0/24 new-packet-mark=pm-000 passthrough=no
add action=mark-packet chain=forward dst-address=100.64.1.0/24 new-packet-mark=pm-001 passthrough=no
add action=mark-packet chain=forward dst-address=100.64.2.0/24 new-packet-mark=pm-002 passthrough=no
add action=mark-packet chain=forward dst-address=100.64.3.0/24 new-packet-mark=pm-003 passthrough=no
add action=mark-packet chain=forward dst-address=100.64.4.0/24 new-packet-mark=pm-004 passthrough=no
add action=mark-packet chain=forward dst-address=100.64.5.0/24 new-packet-mark=pm-005 passthrough=no
add action=mark-packet chain=forward dst-address=100.64.6.0/24 new-packet-mark=pm-006 passthrough=no
add action=mark-packet chain=forward dst-address=100.64.7.0/24 new-packet-mark=pm-007 passthrough=no
add action=mark-packet chain=forward dst-address=100.64.8.0/24 new-packet-mark=pm-008 passthrough=no
add action=mark-packet chain=forward dst-address=100.64.9.0/24 new-packet-mark=pm-009 passthrough=no
add action=mark-packet chain=forward dst-address=100.64.10.0/24 new-packet-mark=pm-010 passthrough=no
add action=mark-packet chain=forward dst-address=100.64.11.0/24 new-packet-mark=pm-011 passthrough=no
add action=mark-packet chain=forward dst-address=100.64.12.0/24 new-packet-mark=pm-012 passthrough=no
add action=mark-packet chain=forward dst-address=100.64.13.0/24 new-packet-mark=pm-013 passthrough=no
add action=mark-packet chain=forward dst-address=100.64.14.0/24 new-packet-mark=pm-014 passthrough=no
add action=mark-packet chain=forward dst-address=100.64.15.0/24 new-packet-mark=pm-015 passthrough=no
add action=mark-packet chain=forward dst-address=100.64.16.0/24 new-packet-mark=pm-016 passthrough=no
add action=mark-packet chain=forward dst-address=100.64.17.0/24 new-packet-mark=pm-017 passthrough=no
add action=mark-packet chain=forward dst-address=100.64.18.0/24 new-packet-mark=pm-018 passthrough=no
add action=mark-packet chain=forward dst-address=100.64.19.0/24 new-packet-mark=pm-019 passthrough=no
add action=mark-packet chain=forward dst-address=100.64.20.0/24 new-packet-mark=pm-020 passthrough=no
add action=mark-packet chain=forward dst-address=100.64.21.0/24 new-packet-mark=pm-021 passthrough=no
add action=mark-packet chain=forward dst-address=100.64.22.0/24 new-packet-mark=pm-022 passthrough=no
add action=mark-packet chain=forward dst-address=100.64.23.0/24 new-packet-mark=pm-023 passthrough=no
add action=mark-packet chain=forward dst-address=100.64.24.0/24 new-packet-mark=pm-024 passthrough=no
add action=mark-packet chain=forward dst-address=100.64.25.0/24 new-packet-mark=pm-025 passthrough=no
add action=mark-packet chain=forward dst-address=100.64.26.0/24 new-packet-mark=pm-026 passthrough=no
add action=mark-packet chain=forward dst-address=100.64.27.0/24 new-packet-mark=pm-027 passthrough=no
add action=mark-packet chain=forward dst-address=100.64.28.0/24 new-packet-mark=pm-028 passthrough=no
add action=mark-packet chain=forward dst-address=100.64.29.0/24 new-packet-mark=pm-029 passthrough=no
add action=mark-packet chain=forward dst-address=100.64.30.0/24 new-packet-mark=pm-030 passthrough=no
add action=mark-packet chain=forward dst-address=100.64.31.0/24 new-packet-mark=pm-031 passthrough=no
add action=mark-packet chain=forward dst-address=100.64.32.0/24 new-packet-mark=pm-032 passthrough=no
add action=mark-packet chain=forward dst-address=100.64.33.0/24 new-packet-mark=pm-033 passthrough=no
add action=mark-packet chain=forward dst-address=100.64.34.0/24 new-packet-mark=pm-034 passthrough=no
add action=mark-packet chain=forward dst-address=100.64.35.0/24 new-packet-mark=pm-035 passthrough=no
add action=mark-packet chain=forward dst-address=100.64.36.0/24 new-packet-mark=pm-036 passthrough=no
add action=mark-packet chain=forward dst-address=100.64.37.0/24 new-packet-mark=pm-037 passthrough=no
add action=mark-packet chain=forward dst-address=100.64.38.0/24 new-packet-mark=pm-038 passthrough=no
add action=mark-packet chain=forward dst-address=100.64.39.0/24 new-packet-mark=pm-039 passthrough=no
add action=mark-packet chain=forward dst-address=100.64.40.0/24 new-packet-mark=pm-040 passthrough=no
add action=mark-packet chain=forward dst-address=100.64.41.0/24 new-packet-mark=pm-041 passthrough=no
add action=mark-packet chain=forward dst-address=100.64.42.0/24 new-packet-mark=pm-042 passthrough=no
add action=mark-packet chain=forward dst-address=100.64.43.0/24 new-packet-mark=pm-043 passthrough=no
/ip firewall nat
add action=src-nat chain=srcnat out-interface-list=WAN src-address=100.64.0.0/10 to-addresses=203.0.113.0/28
/ip route
add disabled=no dst-address=0.0.0.0/0 gateway=198.51.100.5 routing-table=main suppress-hw-offload=no
/ip service
set telnet disabled=yes
set ftp address=10.0.0.0/8
set www disabled=yes
set api disabled=no
set api-ssl certificate=api tls-version=only-1.2
/ipv6 address
add address=2001:db8:c8::1 interface=vlan200
add address=2001:db8:c9::1 interface=vlan201
add address=2001:db8:ca::1 interface=vlan202
add address=2001:db8:cb::1 interface=vlan203
add address=2001:db8:cc::1 interface=vlan204
add address=2001:db8:cd::1 interface=vlan205
add address=2001:db8:ce::1 interface=vlan206
add address=2001:db8:cf::1 interface=vlan207
add address=2001:db8:d0::1 interface=vlan208
add address=2001:db8:d1::1 interface=vlan209
add address=2001:db8:d2::1 interface=vlan210
add address=2001:db8:d3::1 interface=vlan211
add address=2001:db8:d4::1 interface=vlan212
add address=2001:db8:d5::1 interface=vlan213
add address=2001:db8:d6::1 interface=vlan214
add address=2001:db8:d7::1 interface=vlan215
/ppp secret
add comment="sofia, Via Roma" name=f0000 password=ZrG3Bx82LCmmua profile=fiber-250 service=pppoe
add comment="ivan, Mlinska" name=f0001 password=PHR3z4hu7Qwzd4 profile=fiber-50 service=pppoe
add comment="jana, Rue de l\C3\89glise" name=f0002 password=Ebcm9qVLbzEASv profile=fiber-100 service=pppoe
add comment="boris, Via Roma" name=f0003 password=268ZUqjggsX2pL profile=fiber-250 service=pppoe
add comment="elena, Calle Mayor" name=f0004 password=UBt6kwvL8WdBmG profile=fiber-25 service=pppoe
add comment="hana, Bahnhofplatz" name=f0005 password=vDkdt2tPWFF4uD profile=fiber-25 service=pppoe
add comment="rami, Via Roma" name=f0006 password=Yry6AReJ2abBDa profile=fiber-100 service=pppoe
add comment="marko, Via Roma" name=f0007 password=Yb2XGB555gcVsa profile=fiber-100 service=pppoe
add comment="petra, Hafenstra\C3\9Fe" name=f0008 password=PsBR3Wh7aWVYFS profile=fiber-25 service=pppoe
add comment="tarek, Sankt-Gallen-Ring" name=f0009 password=RBNG9uKpbmJD6K profile=fiber-250 service=pppoe
add comment="hana, Gr\C3\BCnaustra\C3\9Fe" name=f0010 password=x2T7Ktq95cdQjJ profile=fiber-250 service=pppoe
add comment="omar, Sankt-Gallen-Ring" name=f0011 password=wzSVUA9HJaUQW2 profile=fiber-25 service=pppoe
add comment="clara, Lindenallee" name=f0012 password=nbZk2zh7S3Wvx3 profile=fiber-250 service=pppoe
add comment="jana, Calle Mayor" name=f0013 password=KDzQSYhqhY35xT profile=fiber-50 service=pppoe
add comment="sofia, Bahnhofplatz" name=f0014 password=KTwaYnXbC9pyJE profile=fiber-250 service=pppoe
add comment="sofia, Mlinska" name=f0015 password=wcumbC7PNcFHKt profile=fiber-100 service=pppoe
add comment="rami, Calle Mayor" name=f0016 password=HrMYgwrWJYcs8K profile=fiber-100 service=pppoe
add comment="nadia, Ulica D\C5\82uga" name=f0017 password=2zEfxLDKvSaPCV profile=fiber-50 service=pppoe
add comment="ivan, Gr\C3\BCnaustra\C3\9Fe" name=f0018 password=QYzjhTmsyB8FyQ profile=fiber-100 service=pppoe
add comment="dmitri, Sankt-Gallen-Ring" name=f0019 password=GKen9ZjJnKcVA3 profile=fiber-25 service=pppoe
add comment="nadia, Mlinska" name=f0020 password=SwVbV73Dv22gD8 profile=fiber-100 service=pppoe
add comment="rami, Ulica D\C5\82uga" name=f0021 password=6UbtdVjYqXYaGk profile=fiber-250 service=pppoe
add comment="jana, Calle Mayor" name=f0022 password=kGJsb3YfSYDXPC profile=fiber-100 service=pppoe
add comment="nadia, Ulica D\C5\82uga" name=f0023 password=5eHzMWpdsfyfHb profile=fiber-100 service=pppoe
add comment="hana, Via Roma" name=f0024 password=Pgu7H4m3YYHbz8 profile=fiber-25 service=pppoe
add comment="ivan, Via Roma" name=f0025 password=YXL8EvYRqq8PTH profile=fiber-250 service=pppoe
add comment="hana, Via Roma" name=f0026 password=WFXEeWwgQ5SBZR profile=fiber-50 service=pppoe
add comment="ivan, Lindenallee" name=f0027 password=z9FhVT4H9S7dZc profile=fiber-250 service=pppoe
add comment="omar, Mlinska" name=f0028 password=8sVKjGGGGG9Zk8 profile=fiber-50 service=pppoe
add comment="boris, Bahnhofplatz" name=f0029 password=QrqzhB9ESbk2Ej profile=fiber-100 service=pppoe
add comment="petra, Calle Mayor" name=f0030 password=sCfrjYDX43Kq72 profile=fiber-25 service=pppoe
add comment="anna, Via Roma" name=f0031 password=G22mjFd3TZLkLk profile=fiber-25 service=pppoe
add comment="clara, Rue de l\C3\89glise" name=f0032 password=Teq7PZMwUEnxms profile=fiber-100 service=pppoe
add comment="goran, Ulica D\C5\82uga" name=f0033 password=CmChMRKJ8zzNeC profile=fiber-250 service=pppoe
add comment="lea, Hafenstra\C3\9Fe" name=f0034 password=9ZCZA3AFUm4Wr3 profile=fiber-100 service=pppoe
add comment="jana, Rue de l\C3\89glise" name=f0035 password=FMr95G5wJzV6m9 profile=fiber-25 service=pppoe
add comment="dmitri, Calle Mayor" name=f0036 password=rQnk5e3WwGYPkr profile=fiber-25 service=pppoe
add comment="dmitri, Sankt-Gallen-Ring" name=f0037 password=EvsKK5dqQhDqQN profile=fiber-25 service=pppoe
add comment="goran, Via Roma" name=f0038 password=aN5fthLaa83uWe profile=fiber-50 service=pppoe
add comment="omar, Bahnhofplatz" name=f0039 password=syZCscBNkvt5Q2 profile=fiber-250 service=pppoe
add comment="elena, Via Roma" name=f0040 password=6qPQhs8nqJfj6S profile=fiber-25 service=pppoe
add comment="jana, Rue de l\C3\89glise" name=f0041 password=xdEWR5mn8LRQGH profile=fiber-50 service=pppoe
add comment="sofia, Mlinska" name=f0042 password=6LDAdR9sQmaMzP profile=fiber-100 service=pppoe
add comment="boris, Ulica D\C5\82uga" name=f0043 password=ke9YvsSYtCvcbn profile=fiber-25 service=pppoe
add comment="karim, Lindenallee" name=f0044 password=LEqmBr55wYzhnR profile=fiber-100 service=pppoe
add comment="dmitri, Calle Mayor" name=f0045 password=2C2TcNSVL3fqQV profile=fiber-250 service=pppoe
add comment="elena, Bahnhofplatz" name=f0046 password=gwYX9xsyhcfeyh profile=fiber-100 service=pppoe
add comment="sofia, Mlinska" name=f0047 password=TDB6epJgN39xKK profile=fiber-100 service=pppoe
add comment="nadia, Gr\C3\BCnaustra\C3\9Fe" name=f0048 password=Sr9C4E33Sddnmc profile=fiber-100 service=pppoe
add comment="marko, Rue de l\C3\89glise" name=f0049 password=ZKnnchL7bJFJKh profile=fiber-100 service=pppoe
add comment="tarek, Ulica D\C5\82uga" name=f0050 password=5Qhjqgk4NYTkea profile=fiber-100 service=pppoe
add comment="hana, Mlinska" name=f0051 password=4U6mRWqdzrNC8p profile=fiber-50 service=pppoe
add comment="boris, Gr\C3\BCnaustra\C3\9Fe" name=f0052 password=dj78yrkpxAL85E profile=fiber-250 service=pppoe
add comment="nadia, Bahnhofplatz" name=f0053 password=EQUnDnqaTsyn7x profile=fiber-100 service=pppoe
add comment="elena, Ulica D\C5\82uga" name=f0054 password=JWAyHfvZBJDysY profile=fiber-250 service=pppoe
add comment="goran, Ulica D\C5\82uga" name=f0055 password=jDNwSS36PDecxU profile=fiber-100 service=pppoe
add comment="goran, Via Roma" name=f0056 password=NbPhs5aHJcb7Qz profile=fiber-100 service=pppoe
add comment="nadia, Lindenallee" name=f0057 password=QU6rTUAaLkjNmn profile=fiber-250 service=pppoe
add comment="rami, Gr\C3\BCnaustra\C3\9Fe" name=f0058 password=uW4vYLK732YCw9 profile=fiber-50 service=pppoe
add comment="lea, Via Roma" name=f0059 password=hFB79nBdzQkN9H profile=fiber-50 service=pppoe
/radius
add address=10.1.0.10 secret=427wreyu39tcQJ4fN43BeAHp service=ppp timeout=3s
add address=10.1.0.11 secret="sXnstBRj3L \"x\" R2uV" service=ppp timeout=3s
/routing bgp connection
add as=64512 disabled=no local.role=ebgp name=transit-1 remote.address=198.51.100.5/32 .as=64500 routing-table=main tcp-md5-key=Va56wrrFeaULNGBy templates=default
/routing ospf interface-template
add area=backbone auth=md5 auth-id=1 auth-key=BDRFQSVbg4uj disabled=no interfaces=vlan200
add area=backbone auth=md5 auth-id=1 auth-key=nJVDY2H3W8Re disabled=no interfaces=vlan201
add area=backbone auth=md5 auth-id=1 auth-key=VYm47xBSzsKZ disabled=no interfaces=vlan202
add area=backbone auth=md5 auth-id=1 auth-key=ZEBqRrMwSrAV disabled=no interfaces=vlan203
add area=backbone auth=md5 auth-id=1 auth-key=t4T93g4EBgbN disabled=no interfaces=vlan204
add area=backbone auth=md5 auth-id=1 auth-key=8XaxNVJMKjg9 disabled=no interfaces=vlan205
add area=backbone auth=md5 auth-id=1 auth-key=N6TU3JsSh3AW disabled=no interfaces=vlan206
add area=backbone auth=md5 auth-id=1 auth-key=8UQJPrY945ct disabled=no interfaces=vlan207
/snmp
set contact="noc@isp.example" enabled=yes location="Z\C3\BCrich, Geb\C3\A4ude S\C3\BCd"
/system clock
set time-zone-name=Europe/Zurich
/system identity
set name=core-sued
/system note
set show-at-login=no
/system ntp client
set enabled=yes
/system ntp client servers
add address=10.0.0.53
/system routerboard settings
set enter-setup-on=delete-key
/system scheduler
add interval=1d name=nightly on-event="/system script run check-uplink" policy=read,write,test start-date=2024-01-01 start-time=03:00:00
/system script
add dont-require-permissions=no name=check-uplink owner=admin policy=read,write,test source=":local up [/interface get [find name=\"ether1-uplink\"] running]\r\n:if (\$up = false) do={\r\n  :log warning \"uplink is down\"\r\n  /tool e-mail send to=\"noc@isp.example\" subject=(\"uplink of \" . [/system identity get name]) body=\"down\"\r\n}\r\n# not a comment of the export\r\n:foreach i in=[/ip hotspot active find] do={\r\n  :local u [/ip hotspot active get \$i user]\r\n  :if ([:len \$u] > 32) do={ /ip hotspot active remove \$i }\r\n}\r\n"
add dont-require-permissions=no name=utf8 owner=admin policy=read source="# rohe Zeichen: äöüß – ✓\r\n:put \"ok\"\r\n"
/tool mac-server
set allowed-interface-list=MGMT
