# mar/19/2025 02:20:30 by RouterOS 6.49.18
# software id = ABCD-1234
#
# model = RB4011iGS+
# serial number = D4440C12AB34
/interface bridge
add admin-mac=48:8F:5A:11:22:33 auto-mac=no comment="customers and voice, one b\
    roadcast domain per access switch" name=bridge-access protocol-mode=rstp
add name=bridge-mgmt
add arp=reply-only name=bridge-loopback protocol-mode=none
/interface ethernet
set [ find default-name=ether1 ] comment="Uplink: transit A, 10G, circuit 77-10\
    43" name=ether1-wan rx-flow-control=auto tx-flow-control=auto
set [ find default-name=ether2 ] comment="access switch 1" loop-protect=on
set [ find default-name=ether3 ] comment="access switch 2" loop-protect=on
set [ find default-name=ether4 ] comment="access switch 3" loop-protect=on
set [ find default-name=ether5 ] comment="access switch 4" loop-protect=on
set [ find default-name=ether6 ] comment="access switch 5" loop-protect=on
set [ find default-name=ether7 ] comment="access switch 6" loop-protect=on
set [ find default-name=ether8 ] comment="access switch 7" loop-protect=on
set [ find default-name=sfp-sfpplus1 ] advertise=10M-half,10M-full,100M-half,10\
    0M-full,1000M-half,1000M-full,2500M-full,5000M-full,10000M-full name=\
    sfp1-core
/interface vlan
add comment=management interface=bridge-mgmt name=vlan10 vlan-id=10
add comment=voice interface=bridge-access name=vlan20 vlan-id=20
add comment="PPPoE north" interface=sfp1-core name=vlan100 vlan-id=100
add comment="PPPoE south" interface=sfp1-core name=vlan101 vlan-id=101
add comment="PPPoE old town" interface=sfp1-core name=vlan102 vlan-id=102
add comment="hotspot cafes" interface=bridge-access name=vlan110 vlan-id=110
add comment="business customers" interface=bridge-access name=vlan120 vlan-id=\
    120
add comment=quarantine interface=bridge-access name=vlan666 vlan-id=666
/interface eoip
add ipsec-secret=Tunnel2Depot! local-address=198.51.100.2 mac-address=\
    02:B4:F9:E4:EE:07 name=eoip-depot remote-address=198.51.100.77 tunnel-id=\
    101
/interface list
add name=WAN
add name=LAN
add exclude=dynamic include=LAN name=MGMT
/interface wireless security-profiles
set [ find default=yes ] supplicant-identity=MikroTik
add authentication-types=wpa2-psk eap-methods="" management-protection=allowed \
    mode=dynamic-keys name=office supplicant-identity="" wpa2-pre-shared-key="b\
    lue lamp 42"
/ip firewall layer7-protocol
add name=trackers regexp="^(.+)(announce|scrape|info_hash|peer_id|BitTorrent pr\
    otocol|d1:ad2:id20|azver)(.*)\$"
/ip hotspot profile
set [ find default=yes ] html-directory=flash/hotspot
add dns-name=cafe.example.net hotspot-address=10.110.0.1 html-directory=\
    flash/cafe login-by=http-chap,http-pap,mac-cookie name=hsprof-cafe \
    use-radius=yes
/ip ipsec profile
set [ find default=yes ] dh-group=modp2048 enc-algorithm=aes-256,aes-128
/ip pool
add name=pool-north ranges=10.100.0.10-10.100.15.250
add name=pool-south ranges=10.101.0.10-10.101.15.250
add name=pool-oldtown ranges=10.102.0.10-10.102.15.250
add name=pool-cafe ranges=10.110.0.10-10.110.15.250
add name=pool-expired ranges=10.250.0.10-10.250.7.250
/ip dhcp-server
add address-pool=pool-cafe disabled=no interface=vlan110 lease-time=1h name=\
    dhcp-cafe
/ip hotspot
add address-pool=pool-cafe addresses-per-mac=1 disabled=no idle-timeout=15m \
    interface=vlan110 name=hotspot-cafe profile=hsprof-cafe
/ip hotspot user profile
set [ find default=yes ] on-login=":put (\",,0,,,noexp,\")\r\
    \n:log info \"hotspot \$user from \$address\"\r\
    \n" shared-users=3 status-autorefresh=30s
/ppp profile
set *0 use-encryption=no
add dns-server=10.255.0.53,10.255.1.53 local-address=10.255.0.1 name=pppoe-20M \
    only-one=yes rate-limit="20M/20M 30M/30M 15M/15M 16/16" remote-address=\
    pool-north
add dns-server=10.255.0.53,10.255.1.53 local-address=10.255.0.1 name=pppoe-50M \
    only-one=yes rate-limit="50M/50M 75M/75M 37M/37M 16/16" remote-address=\
    pool-north
add address-list=expired dns-server=10.255.0.53 local-address=10.255.0.1 name=\
    pppoe-expired on-up=":local who \$user\r\
    \n:log warning \"\$who is expired\"" rate-limit=256k/256k remote-address=\
    pool-expired
/queue type
add kind=pcq name=pcq-down pcq-classifier=dst-address pcq-rate=20M
add kind=pcq name=pcq-up pcq-classifier=src-address pcq-rate=20M
add fq-codel-ecn=no kind=fq-codel name=fq-codel-business
/queue simple
add max-limit=100M/100M name="business 01" queue=pcq-up/pcq-down target=\
    10.120.1.0/24
add max-limit=50M/50M name="business 02" queue=pcq-up/pcq-down target=\
    10.120.2.0/24
add max-limit=50M/50M name="business 03" queue=pcq-up/pcq-down target=\
    10.120.3.0/24
add max-limit=200M/200M name="business 04" queue=pcq-up/pcq-down target=\
    10.120.4.0/24
add max-limit=30M/30M name="business 05" queue=pcq-up/pcq-down target=\
    10.120.5.0/24
add max-limit=30M/30M name="business 06" queue=pcq-up/pcq-down target=\
    10.120.6.0/24
/queue tree
add limit-at=800M max-limit=950M name=download parent=bridge-access queue=\
    default
add limit-at=300M max-limit=400M name=upload parent=ether1-wan queue=default
add limit-at=20M max-limit=50M name=voice-download packet-mark=voice-download \
    parent=download priority=1 queue=default
add limit-at=50M max-limit=200M name=games-download packet-mark=games-download \
    parent=download priority=2 queue=default
add limit-at=300M max-limit=900M name=web-download packet-mark=web-download \
    parent=download priority=4 queue=pcq-down
add limit-at=10M max-limit=600M name=bulk-download packet-mark=bulk-download \
    parent=download priority=8 queue=pcq-down
add limit-at=20M max-limit=50M name=voice-upload packet-mark=voice-upload \
    parent=upload priority=1 queue=default
add limit-at=50M max-limit=200M name=games-upload packet-mark=games-upload \
    parent=upload priority=2 queue=default
add limit-at=300M max-limit=900M name=web-upload packet-mark=web-upload parent=\
    upload priority=4 queue=pcq-down
add limit-at=10M max-limit=600M name=bulk-upload packet-mark=bulk-upload \
    parent=upload priority=8 queue=pcq-down
/snmp community
set [ find default=yes ] addresses=10.255.0.0/24 name=s3cr3tRead
add addresses=10.255.0.9/32 authentication-password=AuthPhrase1 \
    authentication-protocol=SHA1 encryption-password=EncPhrase1 \
    encryption-protocol=AES name=noc security=private
/system logging action
set 3 remote=10.255.0.20 remote-port=5514
/user group
set full policy=local,telnet,ssh,ftp,reboot,read,write,policy,test,winbox,passw\
    ord,web,sniff,sensitive,api,romon,dude,tikapp
add name=backup policy=ssh,ftp,read,write,policy,test,sensitive,api,!local,!tel\
    net,!reboot,!winbox,!password,!web,!sniff,!romon,!dude,!tikapp
/interface bridge port
add bridge=bridge-access comment="access switch 1" frame-types=\
    admit-only-vlan-tagged ingress-filtering=yes interface=ether2
add bridge=bridge-access comment="access switch 2" frame-types=\
    admit-only-vlan-tagged ingress-filtering=yes interface=ether3
add bridge=bridge-access comment="access switch 3" frame-types=\
    admit-only-vlan-tagged ingress-filtering=yes interface=ether4
add bridge=bridge-access comment="access switch 4" frame-types=\
    admit-only-vlan-tagged ingress-filtering=yes interface=ether5
add bridge=bridge-access comment="access switch 5" frame-types=\
    admit-only-vlan-tagged ingress-filtering=yes interface=ether6
add bridge=bridge-access comment="access switch 6" frame-types=\
    admit-only-vlan-tagged ingress-filtering=yes interface=ether7
add bridge=bridge-mgmt interface=ether8
/interface bridge vlan
add bridge=bridge-access tagged=bridge-access,ether2,ether3,ether4,ether5,ether\
    6,ether7 vlan-ids=20,110,120
add bridge=bridge-access tagged=ether2 vlan-ids=666
/interface l2tp-server server
set authentication=mschap2 default-profile=default-encryption enabled=yes \
    ipsec-secret="L2TP shared" use-ipsec=required
/interface list member
add interface=ether1-wan list=WAN
add interface=bridge-access list=LAN
add interface=bridge-mgmt list=MGMT
add interface=vlan10 list=MGMT
/interface pppoe-server server
add authentication=pap,chap,mschap2 default-profile=pppoe-20M disabled=no \
    interface=vlan100 keepalive-timeout=30 max-mru=1480 max-mtu=1480 mrru=1600 \
    one-session-per-host=yes service-name=north
add authentication=pap,chap,mschap2 default-profile=pppoe-20M disabled=no \
    interface=vlan101 keepalive-timeout=30 max-mru=1480 max-mtu=1480 mrru=1600 \
    one-session-per-host=yes service-name=south
add authentication=pap,chap,mschap2 default-profile=pppoe-20M disabled=no \
    interface=vlan102 keepalive-timeout=30 max-mru=1480 max-mtu=1480 mrru=1600 \
    one-session-per-host=yes service-name=oldtown
/ip address
add address=198.51.100.2/30 comment="transit A" interface=ether1-wan network=\
    198.51.100.0
add address=10.255.0.1/24 interface=vlan10 network=10.255.0.0
add address=10.110.0.1/20 interface=vlan110 network=10.110.0.0
add address=10.120.1.1/24 comment="business 01" interface=vlan120 network=\
    10.120.1.0
add address=10.120.2.1/24 comment="business 02" interface=vlan120 network=\
    10.120.2.0
add address=10.120.3.1/24 comment="business 03" interface=vlan120 network=\
    10.120.3.0
add address=10.120.4.1/24 comment="business 04" interface=vlan120 network=\
    10.120.4.0
add address=10.120.5.1/24 comment="business 05" interface=vlan120 network=\
    10.120.5.0
add address=10.120.6.1/24 comment="business 06" interface=vlan120 network=\
    10.120.6.0
/ip dhcp-server lease
add address=10.110.1.10 client-id=1:0:50:56:96:89:1a comment="camera entrance" \
    mac-address=00:50:56:96:89:1A server=dhcp-cafe
add address=10.110.1.11 client-id=1:0:50:56:96:89:1b comment="camera bar" \
    mac-address=00:50:56:96:89:1B server=dhcp-cafe
add address=10.110.1.12 client-id=1:0:50:56:96:89:1c comment="till 1" \
    mac-address=00:50:56:96:89:1C server=dhcp-cafe
add address=10.110.1.13 client-id=1:0:50:56:96:89:1d comment="till 2" \
    mac-address=00:50:56:96:89:1D server=dhcp-cafe
add address=10.110.1.14 client-id=1:0:50:56:96:89:1e comment=printer \
    mac-address=00:50:56:96:89:1E server=dhcp-cafe
add address=10.110.1.15 client-id=1:0:50:56:96:89:1f comment="access point terr\
    ace" mac-address=00:50:56:96:89:1F server=dhcp-cafe
add address=10.110.1.16 client-id=1:0:50:56:96:89:20 comment="access point hall\
    " mac-address=00:50:56:96:89:20 server=dhcp-cafe
/ip dhcp-server network
add address=10.110.0.0/20 comment="cafe guests" dns-server=10.110.0.1 gateway=\
    10.110.0.1 netmask=20
/ip dns
set allow-remote-requests=yes cache-size=16384KiB servers=\
    9.9.9.9,149.112.112.112
/ip dns static
add address=10.255.0.9 name=monitor.noc.example.net
add address=10.255.0.20 name=log.noc.example.net
add address=10.255.0.53 name=dns1.noc.example.net
add address=10.255.0.80 name=panel.noc.example.net
add address=10.255.0.90 name=radius.noc.example.net
/ip firewall address-list
add address=10.255.0.0/24 comment="network operation centre" list=noc
add address=203.0.113.7 comment="on-call engineer at home" list=noc
add address=203.0.113.64/29 comment=office list=noc
add address=10.250.0.0/21 comment="expired customers" list=expired
add address=198.18.0.0/15 comment="bogon: benchmark" list=bogons
add address=192.0.2.0/24 comment="bogon: documentation" list=bogons
add address=224.0.0.0/3 comment="bogon: multicast and reserved" list=bogons
add address=10.120.0.0/16 comment="business customers" list=business
/ip firewall filter
add action=accept chain=input comment="established, related: first, because nea\
    rly everything is that" connection-state=established,related,untracked
add action=drop chain=input comment=invalid connection-state=invalid
add action=accept chain=input comment="NOC may do all" src-address-list=noc
add action=accept chain=input comment="ping, but not floods of it" limit=\
    50/5s,20:packet protocol=icmp
add action=add-src-to-address-list address-list=scanners address-list-timeout=\
    2w chain=input comment="port scanners" protocol=tcp psd=21,3s,3,1
add action=drop chain=input src-address-list=scanners
add action=accept chain=input comment="DNS for customers" dst-port=53 \
    in-interface-list=LAN protocol=udp
add action=accept chain=input dst-port=53 in-interface-list=LAN protocol=tcp
add action=drop chain=input comment="\D0\B2\D1\81\D1\91 \D0\BE\D1\81\D1\82\D0\
    \B0\D0\BB\D1\8C\D0\BD\D0\BE\D0\B5 \D1\81\D0\BD\D0\B0\D1\80\D1\83\D0\B6\D0\
    \B8: \D0\B7\D0\B0\D0\BF\D1\80\D0\B5\D1\89\D0\B5\D0\BD\D0\BE" \
    in-interface-list=!LAN
add action=fasttrack-connection chain=forward comment="no queues for business" \
    connection-state=established,related src-address-list=business
add action=accept chain=forward connection-state=established,related,untracked
add action=drop chain=forward connection-state=invalid
add action=drop chain=forward comment="expired customers reach the panel only" \
    dst-address=!10.255.0.80 src-address-list=expired
add action=drop chain=forward comment="spam: only through the relay" \
    dst-address=!10.255.0.25 dst-port=25 protocol=tcp src-address-list=\
    !business
add action=reject chain=forward comment="work hours" dst-address-list=social \
    reject-with=icmp-admin-prohibited src-address-list=noc time=\
    8h-17h,mon,tue,wed,thu,fri
add action=drop chain=forward comment="not through NAT from outside" \
    connection-nat-state=!dstnat connection-state=new in-interface-list=WAN
/ip firewall mangle
add action=mark-packet chain=forward comment="SIP and RTP" dst-port=\
    5060,10000-20000 new-packet-mark=voice-download passthrough=no protocol=udp
add action=mark-packet chain=forward comment=games dst-port=3074,27000-27100 \
    new-packet-mark=games-download passthrough=no protocol=udp
add action=mark-packet chain=forward comment=web dst-port=80,443 \
    new-packet-mark=web-download passthrough=no protocol=tcp
add action=mark-packet chain=forward comment="the rest" new-packet-mark=\
    bulk-download passthrough=no
/ip firewall nat
add action=redirect chain=dstnat comment="expired customers see the page of the\
    \_panel" dst-port=80 protocol=tcp src-address-list=expired to-ports=8080
add action=masquerade chain=srcnat comment="customers without own address" \
    out-interface-list=WAN src-address=10.100.0.0/14
add action=dst-nat chain=dstnat comment="camera of business 03" dst-address=\
    198.51.100.2 dst-port=9443 protocol=tcp to-addresses=10.120.3.20 to-ports=\
    443
/ip hotspot user
add comment=terrace name=cafe1 password=c919f729 profile=default
add comment=hall name=cafe2 password=c838f458 profile=default
add comment="\F1\F2\EE\EB\E8\EA \F3 \EE\EA\ED\E0" name=cafe3 password=c757f187 \
    profile=default
/ip ipsec identity
add peer=*1 secret="IKE secret of depot"
/ip route
add comment="default by transit A" distance=1 gateway=198.51.100.1
add distance=1 dst-address=10.100.0.0/14 type=blackhole
add distance=1 dst-address=172.16.8.0/24 gateway=10.255.0.254
/ip service
set telnet disabled=yes
set ftp address=10.255.0.0/24
set www disabled=yes
set ssh address=10.255.0.0/24
set api address=10.255.0.0/24
set winbox address=10.255.0.0/24
set api-ssl disabled=yes
/ip ssh
set always-allow-password-login=no strong-crypto=yes
/ppp aaa
set interim-update=5m use-radius=yes
/ppp secret
add comment="contract 20000" name=alma000 password=hovcjqxe profile=pppoe-50M \
    service=pppoe
add comment="contract 20037" name=boris001 password=mykwiugs profile=pppoe-20M \
    service=pppoe
add comment="contract 20074" name=carla002 password=rizqhypg profile=pppoe-20M \
    service=pppoe
add comment="contract 20111" name=dmitri003 password=wsokgcyu profile=\
    pppoe-50M service=pppoe
add comment="contract 20148" name=elif004 password=bcdefghi profile=pppoe-20M \
    service=pppoe
add comment="contract 20185" name=farid005 password=gmsyekqw profile=pppoe-20M \
    service=pppoe
add comment="contract 20222" name=greta006 password=lwhsdozk profile=pppoe-50M \
    service=pppoe
add comment="contract 20259" name=hassan007 password=qgwmcsiy profile=\
    pppoe-20M service=pppoe
add comment="contract 20296" name=ivana008 password=vqlgbwrm profile=pppoe-20M \
    service=pppoe
add comment="contract 20333" name=jonas009 password=aaaaaaaa profile=pppoe-50M \
    service=pppoe
add comment="contract 20370" name=kemal010 password=fkpuzejo profile=pppoe-20M \
    service=pppoe
add comment="contract 20407" name=layla011 password=kueoyisc profile=pppoe-20M \
    service=pppoe
add comment="contract 20444" name=milan012 password=petixmbq profile=pppoe-50M \
    service=pppoe
add comment="contract 20481" name=nadia013 password=uoicwqke profile=pppoe-20M \
    service=pppoe
add comment="contract 20518" name=omar014 password=zyxwvuts profile=pppoe-20M \
    service=pppoe
add comment="contract 20555" name=petra015 password=eimquycg profile=pppoe-50M \
    service=pppoe
add comment="contract 20592" name=quentin016 password=jsbktclu profile=\
    pppoe-20M service=pppoe
add comment="contract 20629" name=rania017 password=ocqesgui profile=pppoe-20M \
    service=pppoe
add comment="contract 20666" name=samir018 password=tmfyrkdw profile=pppoe-50M \
    service=pppoe
add comment="contract 20703" name=tamara019 password=ywusqomk profile=\
    pppoe-20M service=pppoe
add comment="contract 20740" name=alma020 password=dgjmpsvy profile=pppoe-20M \
    service=pppoe
add comment="contract 20777" name=boris021 password=iqygowem profile=pppoe-50M \
    service=pppoe
add comment="contract 20814" name=carla022 password=nananana profile=pppoe-20M \
    service=pppoe
add comment="contract 20851" name=dmitri023 password=skcumewo profile=\
    pppoe-20M service=pppoe
add comment="contract 20888" name=elif024 password=xurolifc profile=pppoe-50M \
    service=pppoe
add comment="contract 20925" name=farid025 password=cegikmoq profile=pppoe-20M \
    service=pppoe
add comment="contract 20962" name=greta026 password=hovcjqxe profile=pppoe-20M \
    service=pppoe
add comment="contract 20999" name=hassan027 password=mykwiugs profile=\
    pppoe-50M service=pppoe
add comment="contract 21036" name=ivana028 password=rizqhypg profile=pppoe-20M \
    service=pppoe
add comment="contract 21073" name=jonas029 password=wsokgcyu profile=pppoe-20M \
    service=pppoe
add comment="contract 21110" name=kemal030 password=bcdefghi profile=pppoe-50M \
    service=pppoe
add comment="contract 21147" name=layla031 password=gmsyekqw profile=pppoe-20M \
    service=pppoe
add comment="contract 21184" name=milan032 password=lwhsdozk profile=pppoe-20M \
    service=pppoe
add comment="contract 21221" name=nadia033 password=qgwmcsiy profile=pppoe-50M \
    service=pppoe
add comment="contract 21258" name=omar034 password=vqlgbwrm profile=pppoe-20M \
    service=pppoe
add comment="contract 21295" name=petra035 password=aaaaaaaa profile=pppoe-20M \
    service=pppoe
add comment="contract 21332" name=quentin036 password=fkpuzejo profile=\
    pppoe-50M service=pppoe
add comment="contract 21369" name=rania037 password=kueoyisc profile=pppoe-20M \
    service=pppoe
add comment="contract 21406" name=samir038 password=petixmbq profile=pppoe-20M \
    service=pppoe
add comment="contract 21443" name=tamara039 password=uoicwqke profile=\
    pppoe-50M service=pppoe
add comment="contract 21480" name=alma040 password=zyxwvuts profile=pppoe-20M \
    service=pppoe
add comment="contract 21517" name=boris041 password=eimquycg profile=pppoe-20M \
    service=pppoe
add comment="contract 21554" name=carla042 password=jsbktclu profile=pppoe-50M \
    service=pppoe
add comment="contract 21591" name=dmitri043 password=ocqesgui profile=\
    pppoe-20M service=pppoe
add comment="contract 21628" name=elif044 password=tmfyrkdw profile=pppoe-20M \
    service=pppoe
add comment="contract 21665" name=farid045 password=ywusqomk profile=pppoe-50M \
    service=pppoe
add comment="contract 21702" name=greta046 password=dgjmpsvy profile=pppoe-20M \
    service=pppoe
add comment="contract 21739" name=hassan047 password=iqygowem profile=\
    pppoe-20M service=pppoe
add comment="contract 21776" name=ivana048 password=nananana profile=pppoe-50M \
    service=pppoe
add comment="contract 21813" name=jonas049 password=skcumewo profile=pppoe-20M \
    service=pppoe
add comment="contract 21850" name=kemal050 password=xurolifc profile=pppoe-20M \
    service=pppoe
add comment="contract 21887" name=layla051 password=cegikmoq profile=pppoe-50M \
    service=pppoe
add comment="contract 21924" name=milan052 password=hovcjqxe profile=pppoe-20M \
    service=pppoe
add comment="contract 21961" name=nadia053 password=mykwiugs profile=pppoe-20M \
    service=pppoe
add comment="contract 21998" name=omar054 password=rizqhypg profile=pppoe-50M \
    service=pppoe
add comment="contract 22035" name=petra055 password=wsokgcyu profile=pppoe-20M \
    service=pppoe
add comment="contract 22072" name=quentin056 password=bcdefghi profile=\
    pppoe-20M service=pppoe
add comment="contract 22109" name=rania057 password=gmsyekqw profile=pppoe-50M \
    service=pppoe
add comment="contract 22146" name=samir058 password=lwhsdozk profile=pppoe-20M \
    service=pppoe
add comment="contract 22183" name=tamara059 password=qgwmcsiy profile=\
    pppoe-20M service=pppoe
/radius
add address=10.255.0.90 comment=panel secret=RadiusOfPanel service=ppp,hotspot \
    timeout=3s
add address=10.255.0.91 comment="second panel" secret=RadiusOfPanel service=\
    ppp,hotspot timeout=3s
/snmp
set contact="NOC, +1 555 0100" enabled=yes location="\D0\A3\D0\B7\D0\B5\D0\BB \
    \D0\A1\D0\B5\D0\B2\D0\B5\D1\80, \D1\81\D1\82\D0\BE\D0\B9\D0\BA\D0\B0 4" \
    trap-community=s3cr3tRead trap-version=2
/system clock
set time-zone-name=Europe/Berlin
/system identity
set name="Core North"
/system ntp client
set enabled=yes primary-ntp=10.255.0.53 secondary-ntp=10.255.1.53
/system scheduler
add comment="every night" interval=1d name=nightly on-event="/system script run\
    \_mail-backup" policy=ftp,reboot,read,write,policy,test,password,sniff,sens\
    itive,romon start-date=jan/01/2020 start-time=03:10:00
add interval=5m name=watch-uplink on-event="/system script run watch-uplink" \
    policy=read,write,test start-time=startup
/system script
add comment="mail and FTP" dont-require-permissions=no name=mail-backup owner=\
    admin policy=ftp,reboot,read,write,policy,test,password,sniff,sensitive,rom\
    on source="# sends the configuration away\r\
    \n:local ftppassword \"zebra7 stripes\"\r\
    \n:local host \"198.51.100.77\"\r\
    \n:local file ([/system identity get name] . \"-\" . [/system clock get dat\
    e])\r\
    \n\r\
    \n/export file=\$file\r\
    \n:delay 5s\r\
    \n/tool fetch address=\$host src-path=\"\$file.rsc\" user=backup password=\
    \$ftppassword mode=ftp upload=yes\r\
    \n/tool e-mail send to=noc@example.net server=10.255.0.25 user=router passw\
    ord=m4ilPass subject=\"backup of \$file\" body=\"done\"\r\
    \n:log info \"backup: \$file sent \\\\ done\"\r\
    \n"
add dont-require-permissions=no name=watch-uplink owner=admin policy=\
    read,write,test source="# tells the chat when the uplink is lost\r\
    \n:if ([/ping 198.51.100.1 count=5] = 0) do={\r\
    \n    /tool fetch url=\"https://api.example.org/bot123456789:AAFq3xWc9yVtLk\
    2mPzR7uHn5sBd8eGj4oiT/sendMessage\?chat_id=77&text=uplink\" keep-result=no\
    \r\
    \n    :log error \"\EA\E0\ED\E0\EB \EF\EE\F2\E5\F0\FF\ED\"\r\
    \n}\r\
    \n"
/tool e-mail
set address=10.255.0.25 from=router@example.net password=m4ilPass user=router
/tool netwatch
add comment="transit A" down-script="/system script run watch-uplink" host=\
    198.51.100.1 interval=30s
add comment=panel host=10.255.0.80
/tool romon
set enabled=yes secrets=romonSecret
