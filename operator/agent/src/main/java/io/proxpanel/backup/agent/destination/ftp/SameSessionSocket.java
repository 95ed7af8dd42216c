package io.proxpanel.backup.agent.destination.ftp;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;

/**
 * A data connection that answers the port of the control connection. vsftpd and ProFTPD take a data
 * connection only when it resumes the TLS session of the control connection, which proves that it
 * is the same client; and Java looks for the session to resume by host name and by the port that
 * the TCP socket below answers.
 */
final class SameSessionSocket extends Socket {
  private final Socket data;
  private final int controlPort;

  SameSessionSocket(Socket data, int controlPort) {
    this.data = data;
    this.controlPort = controlPort;
  }

  @Override
  public int getPort() {
    return controlPort;
  }

  @Override
  public InputStream getInputStream() throws IOException {
    return data.getInputStream();
  }

  @Override
  public OutputStream getOutputStream() throws IOException {
    return data.getOutputStream();
  }

  @Override
  public synchronized void close() throws IOException {
    data.close();
  }

  @Override
  public void shutdownInput() throws IOException {
    data.shutdownInput();
  }

  @Override
  public void shutdownOutput() throws IOException {
    data.shutdownOutput();
  }

  @Override
  public boolean isConnected() {
    return data.isConnected();
  }

  @Override
  public boolean isBound() {
    return data.isBound();
  }

  @Override
  public boolean isClosed() {
    return data.isClosed();
  }

  @Override
  public boolean isInputShutdown() {
    return data.isInputShutdown();
  }

  @Override
  public boolean isOutputShutdown() {
    return data.isOutputShutdown();
  }

  @Override
  public InetAddress getInetAddress() {
    return data.getInetAddress();
  }

  @Override
  public InetAddress getLocalAddress() {
    return data.getLocalAddress();
  }

  @Override
  public int getLocalPort() {
    return data.getLocalPort();
  }

  @Override
  public SocketAddress getRemoteSocketAddress() {
    return data.getRemoteSocketAddress();
  }

  @Override
  public SocketAddress getLocalSocketAddress() {
    return data.getLocalSocketAddress();
  }

  @Override
  public synchronized void setSoTimeout(int millis) throws SocketException {
    data.setSoTimeout(millis);
  }

  @Override
  public synchronized int getSoTimeout() throws SocketException {
    return data.getSoTimeout();
  }

  @Override
  public void setSoLinger(boolean on, int seconds) throws SocketException {
    data.setSoLinger(on, seconds);
  }

  @Override
  public int getSoLinger() throws SocketException {
    return data.getSoLinger();
  }

  @Override
  public void setTcpNoDelay(boolean on) throws SocketException {
    data.setTcpNoDelay(on);
  }

  @Override
  public boolean getTcpNoDelay() throws SocketException {
    return data.getTcpNoDelay();
  }

  @Override
  public String toString() {
    return data.toString();
  }
}
