#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <sstream>

#include <nlohmann/json.hpp>

#include "client/call.h"
#include "mock_server/mock/mock.h"
#include "tests/catch.h"

namespace sellsign::golden_test {

using namespace sellsign;
using Json = nlohmann::ordered_json;
using Headers = std::vector<std::pair<std::string, std::string>>;

/// One file of tests/golden, see its README.md.
struct Golden {
  std::string file;
  std::map<std::string, std::string> notes;  ///< call, wire, token, with
  std::string verb, target;
  Headers headers;
  std::string body;
  int status = 0;
  Headers answer_headers;
  std::string answer_body;
};

Headers read_headers(std::istream& in) {
  Headers headers;
  for (std::string line; std::getline(in, line) && !line.empty();)
    headers.emplace_back(line.substr(0, line.find(": ")), line.substr(line.find(": ") + 2));
  return headers;
}

std::string read_body(std::istream& in) {
  std::string body;
  for (std::string line; std::getline(in, line) && line != "---";) body += (body.empty() ? "" : "\n") + line;
  return body;
}

Golden read_golden(const std::filesystem::path& path) {
  Golden golden;
  golden.file = path.filename().string();
  std::ifstream in(path);
  std::string line;
  while (std::getline(in, line) && line.starts_with("# ")) {
    const std::size_t colon = line.find(": ");
    golden.notes[line.substr(2, colon - 2)] = line.substr(colon + 2);
  }
  std::istringstream(line) >> golden.verb >> golden.target;
  golden.headers = read_headers(in);
  golden.body = read_body(in);
  std::string version;
  std::getline(in, line);
  std::istringstream(line) >> version >> golden.status;
  golden.answer_headers = read_headers(in);
  golden.answer_body = read_body(in);
  return golden;
}

std::vector<Golden> all_golden() {
  std::vector<std::filesystem::path> paths;
  for (const auto& entry : std::filesystem::directory_iterator(SELLSIGN_SOURCE_DIR "/tests/golden"))
    if (entry.path().extension() == ".http") paths.push_back(entry.path());
  std::ranges::sort(paths);
  std::vector<Golden> all;
  for (const auto& path : paths) all.push_back(read_golden(path));
  return all;
}

std::multiset<std::string> pairs_of(std::string_view query) {
  std::multiset<std::string> pairs;
  while (!query.empty()) {
    const std::string_view pair = query.substr(0, query.find('&'));
    query.remove_prefix(std::min(pair.size() + 1, query.size()));
    pairs.emplace(pair);
  }
  return pairs;
}

std::string path_part(const std::string& target) { return target.substr(0, target.find('?')); }
std::string query_part(const std::string& target) {
  return target.find('?') == std::string::npos ? "" : target.substr(target.find('?') + 1);
}

client::Parameters parameters_of(const Golden& golden) {
  client::Parameters parameters;
  const Json with = Json::parse(golden.notes.at("with"));
  for (const auto& [name, value] : with.items()) {
    if (value.is_string())
      parameters.push_back({name, value.get<std::string>()});
    else if (value.is_boolean())
      parameters.push_back({name, value.get<bool>()});
    else
      parameters.push_back({name, value.get<std::int64_t>()});
  }
  return parameters;
}

template <class E>
E value_named(std::string_view name, std::initializer_list<E> values) {
  const auto found = std::ranges::find_if(values, [&](E value) { return client::name_of(value) == name; });
  REQUIRE(found != values.end());
  return *found;
}

http::HttpRequest encode(const Golden& golden) {
  using enum client::WireStyle;
  using client::TokenCarrier;
  const api::Endpoint* row = api::find_endpoint(golden.notes.at("call"));
  REQUIRE(row != nullptr);
  const std::string& token = golden.notes.at("token");
  const std::size_t space = token.find(' ');
  return client::encode_call(
      *row, parameters_of(golden),
      value_named(golden.notes.at("wire"), {query_get, query_post, json_post, form_post}),
      value_named(token.substr(0, space), {TokenCarrier::query, TokenCarrier::header, TokenCarrier::cookie}),
      token.substr(space + 1));
}

http::Reply ask(mock::Mock& mock, const Golden& golden) {
  std::vector<http::HeaderView> headers;
  for (const auto& [name, value] : golden.headers) headers.push_back({name, value});
  const std::string path = path_part(golden.target);
  const std::string query = query_part(golden.target);
  return mock.handle({golden.verb, path, query, headers, golden.body});
}

/// Compares an answer with a template and remembers what its named placeholders stood for.
class Matcher {
 public:
  /// The path of the first difference, or nothing.
  std::string differs(const Json& wanted, const Json& got, const std::string& path) {
    if (wanted.is_string() && wanted.get_ref<const std::string&>().starts_with("<"))
      return fits(wanted.get<std::string>(), got) ? "" : path + " is " + got.dump();
    if (wanted.type() != got.type() && !(wanted.is_number() && got.is_number()))
      return path + " has another type";
    if (!wanted.is_structured()) return wanted == got ? "" : path + " is " + got.dump();
    if (wanted.size() != got.size()) return path + " has " + std::to_string(got.size()) + " members";
    for (auto want = wanted.begin(), have = got.begin(); want != wanted.end(); ++want, ++have) {
      if (wanted.is_object() && want.key() != have.key())
        return path + "." + have.key() + " stands for " + want.key();
      const std::string inner = wanted.is_object() ? path + "." + want.key() : path + "[]";
      if (std::string difference = differs(*want, *have, inner); !difference.empty()) return difference;
    }
    return "";
  }

 private:
  bool fits(const std::string& placeholder, const Json& got) {
    constexpr std::int64_t k_this_century = 978'307'200'000;
    constexpr std::int64_t k_next_century = 4'102'444'800'000;
    if (!got.is_number_integer()) return false;
    const auto value = got.get<std::int64_t>();
    if (placeholder.starts_with("<ms") && (value < k_this_century || value >= k_next_century)) return false;
    if (placeholder.find(':') == std::string::npos) return true;
    return values_.try_emplace(placeholder, value).first->second == value;
  }

  std::map<std::string, std::int64_t> values_;
};

TEST_CASE("the mock answers each golden request with the golden answer") {
  mock::MockOptions options;
  options.tokens.only = {"!LIC|YWJj+Lw=="};
  mock::Mock mock(std::move(options));
  Matcher matcher;
  for (const Golden& golden : all_golden()) {
    INFO(golden.file);
    const http::Reply reply = ask(mock, golden);
    INFO(reply.body);
    CHECK(reply.status == golden.status);
    for (const auto& [name, value] : golden.answer_headers) {
      REQUIRE(name == "Content-Type");
      CHECK(reply.content_type == value);
    }
    CHECK(matcher.differs(Json::parse(golden.answer_body), Json::parse(reply.body), "$").empty());
  }
}

TEST_CASE("the client encodes each golden request") {
  for (const Golden& golden : all_golden()) {
    INFO(golden.file);
    const http::HttpRequest request = encode(golden);
    CHECK(request.verb == golden.verb);
    CHECK(path_part(request.target) == path_part(golden.target));
    CHECK(pairs_of(query_part(request.target)) == pairs_of(query_part(golden.target)));
    CHECK(std::multiset(request.headers.begin(), request.headers.end()) ==
          std::multiset(golden.headers.begin(), golden.headers.end()));
    const Json wanted = Json::parse(golden.body, nullptr, false);
    if (wanted.is_discarded())
      CHECK(pairs_of(request.body) == pairs_of(golden.body));
    else
      CHECK(nlohmann::json::parse(request.body) == nlohmann::json::parse(golden.body));
  }
}

TEST_CASE("every call that is built has a golden exchange") {
  std::set<std::string> exercised;
  for (const Golden& golden : all_golden()) exercised.insert(golden.notes.at("call"));
  for (const api::Endpoint& row : api::endpoints()) {
    if (row.call == api::Call::not_built) continue;
    INFO(row.id);
    CHECK(exercised.contains(std::string(row.id)));
  }
}

}  // namespace sellsign::golden_test
