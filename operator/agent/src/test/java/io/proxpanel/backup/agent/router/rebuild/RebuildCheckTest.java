package io.proxpanel.backup.agent.router.rebuild;

import static org.assertj.core.api.Assertions.assertThat;

import io.proxpanel.backup.agent.AgentException;
import io.proxpanel.backup.agent.router.drift.NormalizedExport;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RebuildCheckTest {
  private static final Set<String> PORTS =
      Stream.concat(
              IntStream.rangeClosed(1, 10).mapToObj(i -> "ether" + i), Stream.of("sfp-sfpplus1"))
          .collect(Collectors.toUnmodifiableSet());

  @Test
  void theSameDeviceWithTheSameVersionNeedsNoWord() throws Exception {
    assertThat(
            RebuildCheck.findings(
                file("core-6.49.rsc"),
                new TargetRouter("Spare", "RB4011iGS+", "6.49.18 (long-term)", PORTS)))
        .isEmpty();
  }

  @Test
  void anotherMajorVersionIsSaid() throws Exception {
    assertThat(
            RebuildCheck.findings(
                file("core-6.49.rsc"),
                new TargetRouter("Spare", "RB4011iGS+", "7.16.2 (stable)", PORTS)))
        .singleElement()
        .asString()
        .startsWith(
            "The export was written by RouterOS 6.49.18, and the router \"Spare\" runs 7.16.2:");
  }

  @Test
  void anOlderVersionIsSaidAndANewerOneIsNot() throws Exception {
    NormalizedExport export = file("core-7.16.rsc");

    assertThat(RebuildCheck.findings(export, new TargetRouter("Spare", "RB4011iGS+", "7.8", PORTS)))
        .hasSize(2)
        .anyMatch(text -> text.contains("runs the older 7.8"))
        .anyMatch(text -> text.startsWith("The export lacks /system routerboard mode-button"));
    assertThat(
            RebuildCheck.findings(
                export, new TargetRouter("Spare", "RB4011iGS+", "7.17rc1", PORTS)))
        .noneMatch(text -> text.contains("older"));
  }

  @Test
  void anotherModelAndTheInterfacesThatItLacksAreSaid() throws Exception {
    assertThat(
            RebuildCheck.findings(
                file("core-6.49.rsc"),
                new TargetRouter(
                    "Spare",
                    "RB750Gr3",
                    "6.49.18",
                    Set.of("ether1", "ether2", "ether3", "ether4", "ether5"))))
        .satisfiesExactly(
            model -> assertThat(model).contains("of a RB4011iGS+,", "is a RB750Gr3:"),
            missing ->
                assertThat(missing)
                    .startsWith(
                        "The router \"Spare\" has no interface ether6, ether7, ether8 and"
                            + " sfp-sfpplus1, which"));
  }

  @Test
  void interfacesThatAreOnlyUsedAreNeededAndThoseThatAreMadeAreNot() throws Exception {
    assertThat(
            ExportInterfaces.neededBy(
                export(
                    """
                    /interface bridge
                    add name=bridge1
                    /interface ethernet
                    set [ find default-name="ether 1" ] name=wan
                    /interface vlan
                    add interface=wan name=v1
                    /interface list
                    add name=LAN
                    /interface bonding
                    add name=bond1 slaves=ether7,ether8
                    /ip address
                    add address=10.0.0.1/24 interface=bridge1
                    add address=10.0.1.1/24 interface=ether3
                    /ip firewall filter
                    add chain=input in-interface=!ether4 out-interface=all
                    add chain=input in-interface=<pppoe-anna> out-interface=*1F
                    /routing ospf interface-template
                    add interfaces=LAN,v1,bond1
                    """)))
        .containsExactly("ether 1", "ether3", "ether4", "ether7", "ether8");
  }

  @Test
  void anExportThatIsNotWholeIsSaidFirst() throws Exception {
    assertThat(
            RebuildCheck.findings(
                export("# x by RouterOS 7.16\n/ip dns\nset a=1\n#interrupted\n"),
                new TargetRouter("Spare", null, "", Set.of())))
        .satisfiesExactly(
            whole -> assertThat(whole).contains("not whole"),
            version ->
                assertThat(version)
                    .contains("The version of RouterOS is not known of the router \"Spare\""));
  }

  private static NormalizedExport file(String name) throws IOException, AgentException {
    try (InputStream in = RebuildCheckTest.class.getResourceAsStream("/routers/" + name)) {
      return NormalizedExport.read(in);
    }
  }

  private static NormalizedExport export(String text) throws IOException, AgentException {
    return NormalizedExport.read(
        new ByteArrayInputStream(text.getBytes(StandardCharsets.ISO_8859_1)));
  }
}
