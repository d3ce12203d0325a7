#include "cli/flags/client.h"

#include <algorithm>
#include <filesystem>

#include "base/shell.h"
#include "base/text.h"
#include "cli/program/output.h"
#include "net/authority.h"

namespace sellsign::cli {
namespace {

constexpr const char* k_ca_file = "sellsign-ca.pem";
constexpr const char* k_vendor_host = "cloud.sellandsign.com";

/// The flags that contradict or miss one another; empty when they go together.
std::string conflict(const ClientFlags& flags) {
  if (flags.tls_certificate.empty() != flags.tls_key.empty())
    return "TLS needs both a certificate and a key (--tls-cert and --tls-key)";
  if (flags.tls_auto && !flags.tls_certificate.empty())
    return "--tls-auto makes a certificate, --tls-cert brings one: leave one of them out";
  if (!flags.tls_auto && (!flags.tls_names.empty() || !flags.tls_ca_file.empty()))
    return std::string(flags.tls_names.empty() ? "--tls-ca-file" : "--tls-name") +
           " is for the certificate that --tls-auto makes: add --tls-auto";
  return "";
}

Result<TlsSetup> made_identity(const ClientFlags& flags) {
  TlsSetup setup;
  setup.names = {"localhost", "127.0.0.1", "::1", k_vendor_host};
  for (const std::string& name : flags.tls_names)
    if (const std::string problem = net::name_problem(name); !problem.empty())
      return usage_error("--tls-name " + problem);
    else if (std::ranges::find(setup.names, name) == setup.names.end())
      setup.names.push_back(name);
  const auto authority = net::Authority::make(setup.names);
  if (!authority) return usage_error(authority.error().message);
  const auto issued = authority->issue(setup.names);
  if (!issued) return usage_error(issued.error().message);
  auto identity = net::TlsIdentity::from_pem(issued->certificate, issued->key);
  if (!identity) return usage_error(identity.error().message);
  setup.identity = *std::move(identity);
  setup.authority = authority->certificate();
  return setup;
}

constexpr std::string_view k_trust_help =
    R"(sellsign: clients that trust {path} reach this mock over https; its CA can sign for {names} only
    curl  curl --cacert {file} https://localhost:{port}/
    PHP   php -d curl.cainfo={file} -d openssl.cafile={file} app.php
    Node  NODE_EXTRA_CA_CERTS={file} node app.js
    Java  keytool -importcert -noprompt -alias sellsign -file {file} -keystore sellsign.p12 -storepass changeit &&
          java -Djavax.net.ssl.trustStore=sellsign.p12 -Djavax.net.ssl.trustStorePassword=changeit App.java
    https://{vendor} leads here with curl --connect-to {vendor}:443:127.0.0.1:{port},
          or on port 443 with the line "127.0.0.1 {vendor}" in /etc/hosts
)";

std::string authority_path(const ClientFlags& flags) {
  return std::filesystem::absolute(flags.tls_ca_file.empty() ? k_ca_file : flags.tls_ca_file);
}

/// The text with each `{word}` of the rows replaced.
std::string filled_in(std::string_view text,
                      const std::vector<std::pair<std::string_view, std::string>>& rows) {
  std::string out;
  while (!text.empty()) {
    const auto row = std::ranges::find_if(rows, [&](const auto& one) { return text.starts_with(one.first); });
    out += row == rows.end() ? std::string(1, text.front()) : row->second;
    text.remove_prefix(row == rows.end() ? 1 : row->first.size());
  }
  return out;
}

}  // namespace

void add_client_flags(FlagRows& rows, ClientFlags& flags) {
  add_group(
      rows, "Clients",
      {{"--tls-cert", &flags.tls_certificate,
        "PEM file with a certificate (and its chain): the port then takes HTTPS as well as HTTP", "FILE"},
       {"--tls-key", &flags.tls_key, "PEM file with its key", "FILE"},
       {"--tls-auto", &flags.tls_auto,
        "Take HTTPS with a certificate made now, for localhost, 127.0.0.1, ::1, cloud.sellandsign.com and "
        "each --tls-name; says how clients come to trust it"},
       {"--tls-name", &flags.tls_names, "A further host name or address for --tls-auto; may be repeated",
        "NAME"},
       {"--tls-ca-file", &flags.tls_ca_file,
        "Where --tls-auto writes the CA certificate to trust (default: sellsign-ca.pem)", "FILE"},
       {"--cors", CommaList{&flags.cors},
        "Origins of pages in a browser that may read answers, as http://localhost:3000, or * for all; "
        "may be repeated. Never opens the control API",
        "ORIGIN"}});
}

Result<TlsSetup> tls_setup(const ClientFlags& flags) {
  if (std::string problem = conflict(flags); !problem.empty()) return usage_error(std::move(problem));
  if (flags.tls_auto) return made_identity(flags);
  TlsSetup setup;
  if (flags.tls_certificate.empty()) return setup;
  auto identity = net::TlsIdentity::read(flags.tls_certificate, flags.tls_key);
  if (!identity) return usage_error(identity.error().message);
  setup.identity = *std::move(identity);
  return setup;
}

Result<std::string> publish_authority(const TlsSetup& setup, const ClientFlags& flags, int port) {
  if (setup.authority.empty()) return std::string{};
  const std::string path = authority_path(flags);
  if (const auto written = replace_file(path, setup.authority); !written) return written.error();
  return filled_in(k_trust_help, {{"{path}", path},
                                  {"{file}", shell_word(path)},
                                  {"{names}", joined_texts(setup.names)},
                                  {"{port}", std::to_string(port)},
                                  {"{vendor}", k_vendor_host}});
}

std::vector<std::string> trust_variables(const TlsSetup& setup, const ClientFlags& flags) {
  std::vector<std::string> variables;
  if (setup.authority.empty()) return variables;
  for (const char* name :
       {"CURL_CA_BUNDLE", "SSL_CERT_FILE", "REQUESTS_CA_BUNDLE", "NODE_EXTRA_CA_CERTS", "SELLSIGN_CA_FILE"})
    variables.push_back(std::string(name) + "=" + authority_path(flags));
  return variables;
}

Result<mock::CorsRule> cors_rule(const ClientFlags& flags) {
  mock::CorsRule rule;
  for (const std::string& text : flags.cors) {
    auto origin = mock::parse_origin(text);
    if (!origin) return usage_error("--cors: " + origin.error().message);
    rule.origins.push_back(*std::move(origin));
  }
  return rule;
}

}  // namespace sellsign::cli
