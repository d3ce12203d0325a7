#include "net/authority.h"

#include <algorithm>
#include <array>
#include <cctype>

#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/x509v3.h>

#include "base/text.h"
#include "net/socket.h"

namespace sellsign::net {

namespace {

using Key = std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)>;
using Certificate = std::unique_ptr<X509, decltype(&X509_free)>;
using Bio = std::unique_ptr<BIO, decltype(&BIO_free)>;

constexpr long k_day = 24L * 60 * 60;

/// One extension as OpenSSL's configuration files write it.
struct Extension {
  int id;
  std::string value;
};

WireError failed(const char* what) {
  const char* reason = ERR_reason_error_string(ERR_peek_last_error());
  ERR_clear_error();
  return {Failure::tls,
          std::string("cannot make a ") + what + ": " + (reason == nullptr ? "unknown" : reason)};
}

Key new_key() {
  const std::unique_ptr<EVP_PKEY_CTX, decltype(&EVP_PKEY_CTX_free)> context(
      EVP_PKEY_CTX_new_id(EVP_PKEY_EC, nullptr), EVP_PKEY_CTX_free);
  EVP_PKEY* made = nullptr;
  if (context != nullptr && EVP_PKEY_keygen_init(context.get()) == 1 &&
      EVP_PKEY_CTX_set_ec_paramgen_curve_nid(context.get(), NID_X9_62_prime256v1) == 1)
    EVP_PKEY_keygen(context.get(), &made);
  return {made, EVP_PKEY_free};
}

/// 127 random bits: positive, and never the same twice.
bool set_serial(X509* certificate) {
  std::array<unsigned char, 16> bytes{};
  if (RAND_bytes(bytes.data(), static_cast<int>(bytes.size())) != 1) return false;
  bytes[0] = static_cast<unsigned char>((bytes[0] & 0x7FU) | 0x40U);
  const std::unique_ptr<BIGNUM, decltype(&BN_free)> number(
      BN_bin2bn(bytes.data(), static_cast<int>(bytes.size()), nullptr), BN_free);
  return number != nullptr && BN_to_ASN1_INTEGER(number.get(), X509_get_serialNumber(certificate)) != nullptr;
}

/// A common name of its own, so that authorities of several starts can be told from one another.
bool set_subject(X509* certificate, const std::string& name) {
  std::array<unsigned char, 4> bytes{};
  if (RAND_bytes(bytes.data(), static_cast<int>(bytes.size())) != 1) return false;
  std::string text = name + " ";
  for (const unsigned char byte : bytes) append_hex(text, byte);
  return X509_NAME_add_entry_by_txt(X509_get_subject_name(certificate), "CN", MBSTRING_ASC,
                                    reinterpret_cast<const unsigned char*>(text.c_str()), -1, -1, 0) == 1;
}

bool add_extensions(X509* certificate, X509* issuer, const std::vector<Extension>& extensions) {
  X509V3_CTX context;
  X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
  return std::ranges::all_of(extensions, [&](const Extension& one) {
    const std::unique_ptr<X509_EXTENSION, decltype(&X509_EXTENSION_free)> made(
        X509V3_EXT_conf_nid(nullptr, &context, one.id, one.value.c_str()), X509_EXTENSION_free);
    return made != nullptr && X509_add_ext(certificate, made.get(), -1) == 1;
  });
}

/// `issuer` null: signs itself.
Certificate new_certificate(const std::string& subject, EVP_PKEY* key, X509* issuer, EVP_PKEY* issuer_key,
                            const std::vector<Extension>& extensions) {
  Certificate made(X509_new(), X509_free);
  X509* certificate = made.get();
  const bool done =
      certificate != nullptr && X509_set_version(certificate, 2) == 1 && set_serial(certificate) &&
      X509_gmtime_adj(X509_getm_notBefore(certificate), -k_day) != nullptr &&
      X509_gmtime_adj(X509_getm_notAfter(certificate), 365 * k_day) != nullptr &&
      set_subject(certificate, subject) &&
      X509_set_issuer_name(certificate, X509_get_subject_name(issuer == nullptr ? certificate : issuer)) ==
          1 &&
      X509_set_pubkey(certificate, key) == 1 &&
      add_extensions(certificate, issuer == nullptr ? certificate : issuer, extensions) &&
      X509_sign(certificate, issuer_key, EVP_sha256()) > 0;
  return done ? std::move(made) : Certificate(nullptr, X509_free);
}

std::string text_of(BIO* bio) {
  char* bytes = nullptr;
  const long length = BIO_get_mem_data(bio, &bytes);
  return {bytes, static_cast<std::size_t>(std::max(length, 0L))};
}

std::string pem(X509* certificate) {
  const Bio bio(BIO_new(BIO_s_mem()), BIO_free);
  return PEM_write_bio_X509(bio.get(), certificate) == 1 ? text_of(bio.get()) : "";
}

std::string pem(EVP_PKEY* key) {
  const Bio bio(BIO_new(BIO_s_mem()), BIO_free);
  return PEM_write_bio_PrivateKey(bio.get(), key, nullptr, nullptr, 0, nullptr, nullptr) == 1
             ? text_of(bio.get())
             : "";
}

std::string joined(const std::vector<std::string>& names, std::string (*entry)(const std::string&)) {
  std::string text;
  for (const std::string& name : names) text += (text.empty() ? "" : ",") + entry(name);
  return text;
}

std::string alternative_name(const std::string& name) {
  const auto address = numeric_address(name);
  return address ? "IP:" + *address : "DNS:" + name;
}

std::string permitted(const std::string& name) {
  const auto address = numeric_address(name);
  if (!address) return "permitted;DNS:" + (name.starts_with("*.") ? name.substr(2) : name);
  const bool v6 = address->find(':') != std::string::npos;
  return "permitted;IP:" + *address + (v6 ? "/ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff" : "/255.255.255.255");
}

/// A kind of name that no constraint mentions would be free, so each kind has one: at least one that nobody
/// has.
std::string constraints(std::vector<std::string> names) {
  names.insert(names.end(), {"invalid", "0.0.0.0"});
  return "critical," + joined(names, permitted);
}

bool is_label(std::string_view label) {
  return !label.empty() && label.size() <= 63 && label.front() != '-' && label.back() != '-' &&
         std::ranges::all_of(label, [](unsigned char c) {
           return c < 0x80 && (std::isalnum(c) != 0 || c == '-' || c == '_');
         });
}

}  // namespace

struct Authority::State {
  Key key;
  Certificate certificate;
  std::string text;
};

std::string name_problem(const std::string& name) {
  if (numeric_address(name)) return "";
  std::string_view rest = name;
  if (rest.starts_with("*.")) rest.remove_prefix(2);
  if (rest.empty() || name.size() > 253) return "\"" + name + "\" is no host name of 1 to 253 characters";
  for (bool more = true; more;) {
    const std::size_t dot = rest.find('.');
    if (!is_label(rest.substr(0, dot)))
      return "\"" + name +
             "\" is neither a host name (letters, digits and - between dots; an international one as "
             "xn--...; "
             "*. only in front) nor a numeric address";
    more = dot != std::string_view::npos;
    if (more) rest.remove_prefix(dot + 1);
  }
  return "";
}

WireResult<Authority> Authority::make(const std::vector<std::string>& names) {
  for (const std::string& name : names)
    if (const std::string problem = name_problem(name); !problem.empty())
      return WireError{Failure::tls, problem};
  ERR_clear_error();
  State state{new_key(), Certificate(nullptr, X509_free), ""};
  if (state.key == nullptr) return failed("key");
  state.certificate = new_certificate("sellsign mock CA", state.key.get(), nullptr, state.key.get(),
                                      {{NID_basic_constraints, "critical,CA:TRUE,pathlen:0"},
                                       {NID_key_usage, "critical,keyCertSign,cRLSign"},
                                       {NID_subject_key_identifier, "hash"},
                                       {NID_name_constraints, constraints(names)}});
  if (state.certificate == nullptr) return failed("CA certificate");
  state.text = pem(state.certificate.get());
  return Authority(std::make_shared<const State>(std::move(state)));
}

const std::string& Authority::certificate() const { return state_->text; }

WireResult<Credentials> Authority::issue(const std::vector<std::string>& names) const {
  ERR_clear_error();
  const Key key = new_key();
  if (key == nullptr) return failed("key");
  const Certificate made =
      new_certificate("sellsign mock", key.get(), state_->certificate.get(), state_->key.get(),
                      {{NID_basic_constraints, "critical,CA:FALSE"},
                       {NID_key_usage, "critical,digitalSignature"},
                       {NID_ext_key_usage, "serverAuth"},
                       {NID_subject_key_identifier, "hash"},
                       {NID_authority_key_identifier, "keyid:always"},
                       {NID_subject_alt_name, joined(names, alternative_name)}});
  if (made == nullptr) return failed("certificate");
  return Credentials{pem(made.get()), pem(key.get())};
}

}  // namespace sellsign::net
