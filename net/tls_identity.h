#pragma once

#include <memory>
#include <string>

#include "net/failure.h"

struct ssl_ctx_st;

namespace sellsign::net {

/// A server's certificate and key. Immutable; copies share it, among any number of threads.
class TlsIdentity {
 public:
  /// Reads PEM files; the certificate's may hold its chain. Failure `tls`, with the file's name.
  static WireResult<TlsIdentity> read(const std::string& certificate_file, const std::string& key_file);

  /// The same from PEM texts: one certificate, and its key. Failure `tls`.
  static WireResult<TlsIdentity> from_pem(const std::string& certificate, const std::string& key);

  ssl_ctx_st* get() const { return context_.get(); }

 private:
  TlsIdentity() = default;
  static WireResult<TlsIdentity> make();

  std::shared_ptr<ssl_ctx_st> context_;
};

}  // namespace sellsign::net
