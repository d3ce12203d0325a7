#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "cli/program/flag_row.h"
#include "mock_server/service/cors.h"
#include "net/tls_identity.h"

namespace sellsign::cli {

/// The flags that let clients reach the mock without changes: HTTPS, and pages of other origins. As they were
/// typed.
struct ClientFlags {
  std::string tls_certificate;         ///< PEM file
  std::string tls_key;                 ///< PEM file
  std::string tls_ca_file;             ///< where --tls-auto writes its authority; empty: sellsign-ca.pem
  std::vector<std::string> tls_names;  ///< beside those that --tls-auto always takes
  std::vector<std::string> cors;       ///< origins, or *
  bool tls_auto = false;
};

/// Declares them.
void add_client_flags(FlagRows& rows, ClientFlags& flags);

/// What the port shows to clients that speak TLS.
struct TlsSetup {
  std::optional<net::TlsIdentity> identity;  ///< nothing: plain HTTP only
  std::string authority;                     ///< PEM, for clients to trust; empty without --tls-auto
  std::vector<std::string> names;            ///< that it may sign for
};

/// Reads the certificate or makes one. Error kind `usage`: flags that do not go together, files or names that
/// are none.
Result<TlsSetup> tls_setup(const ClientFlags& flags);

/// Writes the authority's certificate (never its key) so that its file is always whole, and says how curl,
/// PHP, Node and Java come to trust it and how the vendor's name leads to `port`. Empty without --tls-auto.
Result<std::string> publish_authority(const TlsSetup& setup, const ClientFlags& flags, int port);

/// The variables (NAME=value) by which the TLS libraries of curl, Node, Python, PHP, Ruby and Go take the
/// authority that was published; empty without --tls-auto.
std::vector<std::string> trust_variables(const TlsSetup& setup, const ClientFlags& flags);

/// Error kind `usage`: something that is no origin.
Result<mock::CorsRule> cors_rule(const ClientFlags& flags);

}  // namespace sellsign::cli
