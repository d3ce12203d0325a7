#include <set>

#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include "net/authority.h"
#include "net/tls.h"
#include "net/tls_identity.h"
#include "tests/catch.h"
#include "tests/support/bad_server.h"
#include "tests/support/certificate.h"
#include "tests/support/program.h"
#include "tests/support/socket.h"

namespace sellsign::net_authority_test {
namespace {

using namespace std::chrono_literals;
using Read = std::unique_ptr<X509, decltype(&X509_free)>;

Read read(const std::string& pem) {
  BIO* bio = BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size()));
  Read certificate(PEM_read_bio_X509(bio, nullptr, nullptr, nullptr), X509_free);
  BIO_free(bio);
  REQUIRE(certificate != nullptr);
  return certificate;
}

net::Authority authority_for(const std::vector<std::string>& names) {
  auto made = net::Authority::make(names);
  INFO((made ? "" : made.error().message));
  REQUIRE(made);
  return *std::move(made);
}

net::Credentials issued(const net::Authority& authority, const std::vector<std::string>& names) {
  auto made = authority.issue(names);
  INFO((made ? "" : made.error().message));
  REQUIRE(made);
  return *std::move(made);
}

/// What a client says that trusts the authority, checks as strictly as OpenSSL can, and wants `host`.
std::string verdict(const net::Authority& authority, const net::Credentials& server,
                    const std::string& host) {
  const Read root = read(authority.certificate());
  const Read leaf = read(server.certificate);
  X509_STORE* store = X509_STORE_new();
  X509_STORE_add_cert(store, root.get());
  X509_STORE_CTX* context = X509_STORE_CTX_new();
  X509_STORE_CTX_init(context, store, leaf.get(), nullptr);
  X509_VERIFY_PARAM* wanted = X509_STORE_CTX_get0_param(context);
  X509_VERIFY_PARAM_set_flags(wanted, X509_V_FLAG_X509_STRICT);
  X509_VERIFY_PARAM_set_purpose(wanted, X509_PURPOSE_SSL_SERVER);
  if (net::numeric_address(host))
    X509_VERIFY_PARAM_set1_ip_asc(wanted, host.c_str());
  else
    X509_VERIFY_PARAM_set1_host(wanted, host.c_str(), 0);
  X509_verify_cert(context);
  std::string words = X509_verify_cert_error_string(X509_STORE_CTX_get_error(context));
  X509_STORE_CTX_free(context);
  X509_STORE_free(store);
  return words;
}

TEST_CASE("a made certificate is good for its names and for no others", "[net]") {
  const std::vector<std::string> names = {"localhost", "127.0.0.1", "::1", "cloud.sellandsign.com",
                                          "*.mock.example"};
  const net::Authority authority = authority_for(names);
  const net::Credentials server = issued(authority, names);
  for (const char* name : {"localhost", "127.0.0.1", "::1", "cloud.sellandsign.com", "a.mock.example"}) {
    INFO(name);
    CHECK(verdict(authority, server, name) == "ok");
  }
  for (const char* name : {"example.org", "mock.example", "sellandsign.com", "127.0.0.2", "::2"}) {
    INFO(name);
    CHECK(verdict(authority, server, name) != "ok");
  }
}

TEST_CASE("an authority cannot sign for what it was not made for", "[net]") {
  struct Row {
    std::string own, foreign;
  };
  for (const Row& row :
       {Row{"localhost", "example.org"}, Row{"localhost", "192.0.2.1"}, Row{"localhost", "2001:db8::1"},
        Row{"127.0.0.1", "127.0.0.2"}, Row{"127.0.0.1", "::1"}, Row{"::1", "localhost"},
        Row{"a.example", "b.example"}, Row{"a.example", "example"}}) {
    INFO(row.own << " " << row.foreign);
    const net::Authority authority = authority_for({row.own});
    CHECK(verdict(authority, issued(authority, {row.own}), row.own) == "ok");
    CHECK(verdict(authority, issued(authority, {row.foreign}), row.foreign) == "permitted subtree violation");
    CHECK(verdict(authority, issued(authority, {row.own, row.foreign}), row.own) ==
          "permitted subtree violation");
  }
}

TEST_CASE("one authority's certificate is no other's", "[net]") {
  const net::Authority one = authority_for({"localhost"});
  const net::Authority other = authority_for({"localhost"});
  CHECK(one.certificate() != other.certificate());
  CHECK(verdict(other, issued(one, {"localhost"}), "localhost") != "ok");
}

TEST_CASE("certificates say what modern clients ask for", "[net]") {
  const net::Authority authority = authority_for({"localhost"});
  const Read root = read(authority.certificate());
  const Read leaf = read(issued(authority, {"localhost"}).certificate);
  struct Row {
    int extension;
    bool root, leaf, critical;
  };
  for (const Row& row :
       {Row{NID_basic_constraints, true, true, true}, Row{NID_key_usage, true, true, true},
        Row{NID_name_constraints, true, false, true}, Row{NID_subject_key_identifier, true, true, false},
        Row{NID_ext_key_usage, false, true, false}, Row{NID_authority_key_identifier, false, true, false},
        Row{NID_subject_alt_name, false, true, false}})
    for (const auto& [certificate, wanted] : {std::pair{root.get(), row.root}, {leaf.get(), row.leaf}}) {
      INFO(OBJ_nid2sn(row.extension) << (certificate == leaf.get() ? " of the leaf" : " of the root"));
      const int index = X509_get_ext_by_NID(certificate, row.extension, -1);
      CHECK((index >= 0) == wanted);
      if (index >= 0) CHECK(X509_EXTENSION_get_critical(X509_get_ext(certificate, index)) == row.critical);
    }
  CHECK(X509_check_ca(root.get()) == 1);
  CHECK(X509_check_ca(leaf.get()) == 0);
  CHECK(X509_get_pathlen(root.get()) == 0);
  CHECK(X509_get_key_usage(leaf.get()) == KU_DIGITAL_SIGNATURE);
  CHECK(X509_get_key_usage(root.get()) == (KU_KEY_CERT_SIGN | KU_CRL_SIGN));
  CHECK(X509_get_extended_key_usage(leaf.get()) == XKU_SSL_SERVER);
}

TEST_CASE("made certificates are valid from yesterday for at most 397 days", "[net]") {
  const net::Authority authority = authority_for({"localhost"});
  const Read leaf = read(issued(authority, {"localhost"}).certificate);
  int days = 0, seconds = 0;
  REQUIRE(ASN1_TIME_diff(&days, &seconds, X509_get0_notBefore(leaf.get()), X509_get0_notAfter(leaf.get())) ==
          1);
  CHECK(days > 360);
  CHECK(days < 397);
  CHECK(X509_cmp_current_time(X509_get0_notBefore(leaf.get())) < 0);
}

TEST_CASE("serial numbers are random, positive and as long as they may be useful", "[net]") {
  const net::Authority authority = authority_for({"localhost"});
  std::set<std::string> seen;
  for (int i = 0; i < 20; ++i) {
    const Read leaf = read(issued(authority, {"localhost"}).certificate);
    const ASN1_INTEGER* serial = X509_get0_serialNumber(leaf.get());
    CHECK(ASN1_STRING_length(serial) == 16);
    CHECK(ASN1_STRING_type(serial) == V_ASN1_INTEGER);  // not V_ASN1_NEG_INTEGER
    seen.emplace(reinterpret_cast<const char*>(ASN1_STRING_get0_data(serial)), 16U);
  }
  CHECK(seen.size() == 20);
}

TEST_CASE("names that no certificate can be for", "[net]") {
  for (const char* name :
       {"localhost", "a-b.example", "xn--caf-dma.example", "*.example", "127.0.0.1", "::1", "mock"}) {
    INFO(name);
    CHECK(net::name_problem(name).empty());
  }
  for (const std::string& name :
       {std::string(), std::string("a..b"), std::string("-a.example"), std::string("*"),
        std::string("a.*.example"), std::string("http://a"), std::string("a:443"), std::string("a,DNS:b"),
        std::string("café.example"), std::string("a b"), std::string("a."), std::string(64, 'a'),
        std::string(300, 'a')}) {
    INFO(name);
    CHECK_FALSE(net::name_problem(name).empty());
    CHECK_FALSE(net::Authority::make({name}));
  }
}

TEST_CASE("a server with a made certificate shakes hands with clients that trust its authority", "[net]") {
  std::signal(SIGPIPE, SIG_IGN);
  const testing::TemporaryFolder folder;
  const net::Authority authority = authority_for({"localhost", "127.0.0.1"});
  const net::Credentials made = issued(authority, {"localhost", "127.0.0.1"});
  const auto identity = net::TlsIdentity::from_pem(made.certificate, made.key);
  REQUIRE(identity);
  testing::BadServer server([](testing::Peer& peer, int) { peer.send("hello"); }, identity->get());
  const auto open = [&](const std::string& ca_file, const std::string& host) {
    const auto context = net::TlsContext::make({true, ca_file});
    REQUIRE(context);
    auto socket = testing::Socket::connect("127.0.0.1", server.port(), net::Deadline::clock::now() + 5s);
    REQUIRE(socket);
    REQUIRE(socket->start_tls(*context, host));
    char hello[8];
    return socket->read_some(hello, net::Deadline::clock::now() + 5s);
  };
  const std::string trusted = folder.write("ca.pem", authority.certificate());
  const std::string stranger = folder.write("other.pem", authority_for({"localhost"}).certificate());
  CHECK(open(trusted, "localhost"));
  CHECK(open(trusted, "127.0.0.1"));
  CHECK_FALSE(open(trusted, "example.org"));
  CHECK_FALSE(open(stranger, "localhost"));
}

TEST_CASE("an identity from memory needs a certificate and its own key", "[net]") {
  const net::Authority authority = authority_for({"localhost"});
  const net::Credentials one = issued(authority, {"localhost"});
  const net::Credentials other = issued(authority, {"localhost"});
  CHECK(net::TlsIdentity::from_pem(one.certificate, one.key));
  CHECK_THAT(net::TlsIdentity::from_pem("x", one.key).error().message, Catch::Contains("certificate"));
  CHECK_THAT(net::TlsIdentity::from_pem(one.certificate, "x").error().message, Catch::Contains("key"));
  CHECK_THAT(net::TlsIdentity::from_pem(one.certificate, other.key).error().message, Catch::Contains("key"));
}

}  // namespace
}  // namespace sellsign::net_authority_test
