#include "tests/fuzz/targets.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include <nlohmann/json.hpp>

#include "api/arguments.h"
#include "api/recognised_call.h"
#include "base/json/json_cursor.h"
#include "base/json/object_reader.h"
#include "base/pattern.h"
#include "base/redactor.h"
#include "base/utf8.h"
#include "client/wire/guard.h"
#include "harness/json/diff.h"
#include "harness/json/json_path.h"
#include "harness/json/matchers.h"
#include "harness/run/sent_check.h"
#include "harness/scenario/file_model.h"
#include "harness/scenario/format_check.h"
#include "harness/scenario/variables.h"
#include "http/request_parser.h"
#include "http/response_parser.h"
#include "load/compare/compare.h"
#include "load/report/json.h"
#include "load/report/report.h"
#include "load/result/histogram_codec.h"
#include "load/result/merge.h"
#include "load/result/slo.h"
#include "mock_server/data/state_file.h"
#include "mock_server/faults/reader.h"
#include "mock_server/journal/rewrite.h"
#include "mock_server/mock/seed_data.h"
#include "net/socket.h"
#include "tests/support/admin_world.h"
#include "tests/support/load_sample.h"

namespace sellsign::fuzz {
namespace {

namespace fs = std::filesystem;
using sellsign::testing::AdminWorld;

/// Says what did not hold and ends the process, which is how a fuzzer learns of it.
void hold(bool held, const char* what) {
  if (held) return;
  std::fprintf(stderr, "does not hold: %s\n", what);
  std::abort();
}

std::string text_of(const fs::path& path) {
  std::stringstream text;
  text << std::ifstream(path, std::ios::binary).rdbuf();
  return text.str();
}

std::vector<std::string> files_in(const std::string& folder, std::string_view extension) {
  std::vector<std::string> out;
  for (const auto& entry : fs::recursive_directory_iterator(fs::path(SELLSIGN_SOURCE_DIR) / folder))
    if (entry.path().extension() == extension) out.push_back(text_of(entry.path()));
  std::ranges::sort(out);
  return out;
}

/// The requests of tests/golden, or the answers, as they stand on the wire.
std::vector<std::string> goldens(bool answers) {
  std::vector<std::string> out;
  for (std::string text : files_in("tests/golden", ".http")) {
    while (text.starts_with("#")) text.erase(0, text.find('\n') + 1);
    const std::size_t line = text.find("\n---\n");
    std::string part = answers ? text.substr(line + 5) : text.substr(0, line + 1);
    std::string head = part.substr(0, part.find("\n\n"));
    std::string body = part.find("\n\n") == std::string::npos ? "" : part.substr(part.find("\n\n") + 2);
    while (!answers && body.ends_with('\n')) body.pop_back();
    std::string wire;
    for (const char c : head) wire += c == '\n' ? "\r\n" : std::string(1, c);
    if (!answers) wire += "\r\nHost: 127.0.0.1";
    wire += "\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
    out.push_back(std::move(wire));
  }
  return out;
}

std::size_t cut_of(std::string_view input) {
  return input.empty() ? 0 : static_cast<unsigned char>(input.back()) * input.size() / 256;
}

/// A first byte chooses; the rest is what is read.
std::pair<std::size_t, std::string_view> chosen(std::string_view input, std::size_t count) {
  if (input.empty()) return {0, input};
  return {static_cast<unsigned char>(input[0]) % count, input.substr(1)};
}

// --- HTTP

struct Parsed {
  http::RequestParser::Progress progress;
  std::size_t length = 0;
  std::string target{}, body{};
  bool operator==(const Parsed&) const = default;
};

Parsed parse_request(std::string_view input, std::size_t first) {
  const http::RequestLimits limits{.target = 1024, .head = 4096, .fields = 20, .body = 65'536};
  http::RequestParser parser(limits);
  Parsed out{parser.feed(input.substr(0, first))};
  using Progress = http::RequestParser::Progress;
  const auto is_open = [&] {
    return out.progress == Progress::more || out.progress == Progress::wants_go_ahead;
  };
  if (is_open() && first < input.size()) out.progress = parser.feed(input);
  if (out.progress == Progress::wants_go_ahead) out.progress = Progress::more;
  hold(parser.held() <= limits.body * 2, "a parser holds no more than a body");
  if (out.progress != Progress::whole) return out;
  out.length = parser.length();
  out.target = parser.target(input);
  out.body = parser.body(input);
  hold(out.length <= input.size(), "a request is no longer than what came");
  hold(out.target.size() <= limits.target && out.body.size() <= limits.body, "limits hold");
  return out;
}

void run_request(std::string_view input) {
  const Parsed whole = parse_request(input, input.size());
  hold(whole == parse_request(input, cut_of(input)), "a request is the same however it is cut");
  if (whole.progress != http::RequestParser::Progress::whole) return;
  AdminWorld world;
  const std::size_t mark = std::min(whole.target.find('?'), whole.target.size());
  const std::string query = whole.target.substr(std::min(mark + 1, whole.target.size()));
  const std::string path = whole.target.substr(0, mark);
  const std::string verb(input.substr(0, input.find(' ')));
  const std::vector<http::HeaderView> headers = {{"Host", "127.0.0.1"}};
  const http::Reply reply = world.service.handle({verb, path, query, headers, whole.body});
  hold(reply.status >= 200 && reply.status < 600, "every request is answered");
  hold(world.ask("GET", "journal").status == 200, "the journal shows what came");
  hold(world.ask("GET", "journal.har").status == 200, "the journal shows what came");
  hold(world.ask("GET", "journal.scenario").status < 500, "the journal says what can be replayed");
}

struct ReadAnswer {
  bool ok = false, done = false;
  int status = 0;
  std::string body;
  bool operator==(const ReadAnswer&) const = default;
};

ReadAnswer parse_answer(std::string_view input, std::size_t first) {
  const http::ResponseLimits limits{.header = 4096, .body = 65'536};
  http::ResponseParser parser(false, limits);
  bool ok = true;
  for (const std::string_view part : {input.substr(0, first), input.substr(first)})
    ok = ok && parser.feed(part).ok();
  if (ok) ok = parser.finish().ok();
  std::size_t held = 0;
  for (const auto& [name, value] : parser.response().headers) held += name.size() + value.size();
  hold(held <= limits.header && parser.response().body.size() <= limits.body, "limits hold");
  if (!ok) return {};
  return {ok, parser.done(), parser.response().status, parser.response().body};
}

void run_answer(std::string_view input) {
  const ReadAnswer whole = parse_answer(input, input.size());
  hold(whole == parse_answer(input, cut_of(input)), "an answer is the same however it is cut");
}

// --- JSON

void run_json(std::string_view input) {
  for (const JsonDialect dialect : {JsonDialect::plain, JsonDialect::commented}) {
    PositionedJson read;
    const bool is_read = read_json("f", input, dialect, read).empty();
    JsonCursor cursor(without_byte_order_mark(input), dialect);
    cursor.skip();
    cursor.expect_end();
    hold(!is_read || !cursor.failure(), "what is read into a tree can be passed over");
    if (!is_read) continue;
    const std::string text = read.value().dump(-1, ' ', false, Json::error_handler_t::replace);
    PositionedJson again;
    hold(read_json("f", text, dialect, again).empty(), "what was read can be written and read");
    hold(again.value() == read.value(), "and is the same then");
    hold(harness::equal(again.value(), read.value()), "and equal");
  }
  if (const auto read = read_answer(input))
    hold(!harness::apply_matchers(Json{{"like", **read}}, read->get(), "$").size(), "a value is like itself");
}

void run_rewrite(std::string_view input) {
  const mock::Rewrite keep = [](const mock::Place&) { return std::nullopt; };
  hold(mock::rewrite_json(input, keep) == input, "what is kept stays as it is");
  const mock::Rewrite hide = [](const mock::Place& place) -> std::optional<std::string> {
    return mock::encoded_for(place, place.type == api::WireType::text ? "***" : "0");
  };
  for (const api::Origin origin : {api::Origin::query, api::Origin::form})
    static_cast<void>(mock::rewrite_pairs(input, origin, hide));
  static_cast<void>(mock::rewrite_body(input, hide));
}

// --- the mock

void run_arguments(std::string_view input) {
  const std::size_t cut = std::min(input.find('\n'), input.size());
  const std::string_view query = input.substr(0, cut), body = input.substr(std::min(cut + 1, input.size()));
  api::Arguments arguments;
  static_cast<void>(arguments.read(query, body));
  hold(arguments.all().size() <= api::k_most_arguments, "parameters are counted");
  static AdminWorld world;
  for (const api::Endpoint& row : api::endpoints()) {
    if (row.call == api::Call::not_built) continue;
    const std::string asked = api::selector_of(row) + "&j_token=T&" + std::string(query);
    const http::Reply reply = world.service.handle({"POST", api::path_of(row), asked, {}, body});
    hold(reply.status != 500 || reply.kind == http::ReplyKind::refused, "every request is answered");
  }
  world.service.namespaces().main().store().clear();
}

void run_control(std::string_view input) {
  std::vector<const mock::AdminRoute*> routes;
  for (const mock::AdminRoute& route : mock::admin_routes())
    if (route.takes_body) routes.push_back(&route);
  const auto [which, body] = chosen(input, routes.size());
  std::string path(routes[which]->path);
  for (std::size_t at = path.find('{'); at != std::string::npos; at = path.find('{', at))
    path.replace(at, path.find('}', at) + 1 - at, "1");
  AdminWorld world;
  const http::Reply reply = world.ask(routes[which]->verb, path, body);
  hold(reply.status >= 200 && reply.status < 500, "a body is taken or refused");
  hold(world.ask("GET", "customers").status == 200, "the mock answers afterwards");
}

void run_state(std::string_view input) {
  AdminWorld world;
  mock::Store& store = world.service.namespaces().main().store();
  mock::Counts counts;
  if (!mock::import_state(store, "f", input, counts).empty()) return;
  const std::string text = mock::export_state(store);
  AdminWorld other;
  mock::Store& again = other.service.namespaces().main().store();
  hold(mock::import_state(again, "f", text, counts).empty(), "an exported state is read");
  hold(mock::export_state(again) == text, "and is the same then");
}

void run_seed(std::string_view input) {
  mock::Mock mock{mock::MockOptions{}};
  if (!mock::seed(mock, "f", input).empty()) return;
  const std::string text = mock::export_state(mock.store());
  hold(mock::seed(mock, "f", input).empty(), "the same seed is taken twice");
  AdminWorld other;
  mock::Store& again = other.service.namespaces().main().store();
  mock::Counts counts;
  hold(mock::import_state(again, "f", text, counts).empty(), "a seeded state is read");
}

void run_faults(std::string_view input) {
  Problems problems;
  const auto rules = mock::read_faults(input, problems);
  hold(!problems.empty() || rules.size() <= mock::k_most_faults, "faults are counted");
}

void run_verify(std::string_view input) {
  static AdminWorld world;
  static const int once = (world.upsert("AM1"), world.read("AM1"), 0);
  static_cast<void>(once);
  const int status = world.ask("POST", "journal/verify", input).status;
  hold(status == 200 || status == 400 || status == 409 || status == 422, "a question is answered or refused");
}

// --- the harness

void run_scenario(std::string_view input) {
  PositionedJson document;
  Problems problems = read_json("f", input, JsonDialect::commented, document);
  if (!problems.empty() || !document.value().is_object()) return;
  harness::check_format(JsonView(document, problems), document.value().contains("fragment")
                                                          ? harness::ObjectKind::fragment
                                                          : harness::ObjectKind::scenario);
  const harness::FileModel model = harness::read_model(document, problems);
  if (problems.empty()) static_cast<void>(harness::understated_effects(model.own));
}

void run_texts(std::string_view input) {
  const auto [which, text] = chosen(input, 5);
  const Json probe = {{"a", Json::array({1, "x", Json::object()})}};
  if (which == 0)
    if (const auto path = harness::JsonPath::parse(text)) static_cast<void>(path->find(probe));
  if (which == 1)
    if (const auto pattern = Pattern::compile(text)) static_cast<void>(pattern->is_in(text));
  if (which == 2) static_cast<void>(harness::parts_of(text));
  if (which == 3) static_cast<void>(load::parse_slo(text));
  if (which == 4) static_cast<void>(load::parse_change_limit(text));
}

void run_url(std::string_view input) {
  const auto url = http::parse_url(input);
  if (!url) return;
  const auto again = http::parse_url(url->text());
  hold(again.ok() && again->text() == url->text(), "a URL is the same when it is read again");
  hold(http::normalise_host(url->host) == url->host, "a host is normal once");
  const client::GuardOptions nobody;
  const std::string& host = url->host;
  if (client::check_name(*url, nobody))
    hold(host == "localhost" || net::is_loopback(host), "only this machine is let through unasked");
}

void run_guard(std::string_view input) {
  const auto reads_only = [](api::Effect effect) { return effect == api::Effect::read; };
  if (!harness::check_sent(input, reads_only)) return;
  const std::string_view line = input.substr(0, input.find("\r\n"));
  constexpr std::string_view k_costly_path = "/hub/selling/do";
  const std::size_t mark = line.find('?');
  const bool is_costly = mark != std::string_view::npos && line.substr(0, mark).ends_with(k_costly_path) &&
                         line.substr(mark).starts_with("?m=contractReady ");
  hold(!is_costly, "no costly call is let through");
  const std::string costly = "POST /calinda/hub/selling/do?m=contractReady HTTP/1.1\r\nHost: h\r\n\r\n";
  hold(!harness::check_sent(std::string(input) + costly, reads_only), "nor behind another one");
}

void run_redactor(std::string_view input) {
  static const std::string secret = "s3cret|t0ken+/=";
  static const Redactor redactor = [] {
    Redactor made;
    made.add("S", secret);
    return made;
  }();
  hold(redactor.clean(input).find(secret) == std::string::npos, "a secret is not seen");
  hold(redactor.clean(std::string(input) + secret).find(secret) == std::string::npos, "a secret is not seen");
  static_cast<void>(without_secret(input, secret, "***"));
}

// --- load

void run_report(std::string_view input) {
  const auto read = load::read_report(input, "f");
  if (!read) return;
  const std::string text = load::render_json(*read);
  hold(load::read_report(text, "f").ok(), "a report that was read can be written and read");
  for (const auto& format : load::load_report_formats()) static_cast<void>(format.render(*read));
  static_cast<void>(load::merge({*read, *read}));
}

void run_histogram(std::string_view input) {
  const auto read = load::decode_v2_buckets(input);
  if (!read) return;
  const auto again = load::decode_v2_buckets(load::encode_v2(*read));
  hold(again.ok() && again->size() == read->size(), "a histogram is the same when it is read again");
}

// --- seeds

std::vector<std::string> json_seeds() {
  auto out = files_in("tests/data/bad", ".json");
  out.insert(out.end(),
             {"[1, -2.5e3, \"\\u00e9\\n\", true, null, {\"a\": [[]]}]", "{}", "18446744073709551615"});
  return out;
}

std::vector<std::string> argument_seeds() {
  std::vector<std::string> out = {"number=1&civility=MADAME\n", "\n{\"number\":\"1\",\"city\":null}",
                                  "a=1\nb=2&c=%41"};
  for (const std::string& request : goldens(false))
    out.push_back(
        request.substr(request.find('?') + 1, request.find(' ', request.find('?')) - request.find('?') - 1) +
        "\n" + request.substr(request.find("\r\n\r\n") + 4));
  return out;
}

std::vector<std::string> control_seeds() {
  std::vector<std::string> out;
  for (char which = 0; which < 16; ++which)
    for (const char* body : {"{\"mode\":\"strict\"}", "{\"firstname\":\"A\"}", "{\"customers\":[]}",
                             "{\"faults\":[]}", "{\"advance\":\"1h\"}", "{\"effect\":{\"status\":503}}",
                             "{\"call\":\"customer.getCustomer\",\"exactly\":0}"})
      out.push_back(std::string(1, which) + body);
  return out;
}

std::vector<std::string> state_seeds() {
  AdminWorld world;
  world.upsert("AM1");
  return {mock::export_state(world.service.namespaces().main().store()),
          R"({"nextId":1,"nextCount":1,"customers":[]})"};
}

std::vector<std::string> seed_seeds() {
  return {
      R"({"customers":[{"number":"A","civility":"MADAME","firstname":"Zoé","lastname":"D","email":"z@example.com",
"cell_phone":"+33600000000","address_1":"1 rue","postal_code":"75001","city":"Paris","country":"FR","customer_code":"A",
"contractors":[{"civility":"MADAME","firstname":"A","lastname":"B"}],"properties":[{"key":"k","value":"v"}]}]})"};
}

std::vector<std::string> fault_seeds() {
  return {
      R"({"faults":[{"name":"a","match":{"call":"customer.getCustomer","number":"1"},"schedule":{"first":2,"every":1},
"effect":{"status":503,"body":"x","delay":"1s"}}]})",
      R"({"faults":[{"name":"b","effect":{"cut_after":10,"ending":"reset"}}]})"};
}

std::vector<std::string> verify_seeds() {
  return {R"({"call":"customer.getCustomer","parameters":{"number":{"matches":"^A.*(x|y)+$"}},"atLeast":1})",
          R"({"order":[{"verb":"GET","status":"2xx"},{"body":{"contains":"x"}}],"strict":true})",
          R"({"parameters":{"number":{"absent":true}},"exactly":0})"};
}

std::vector<std::string> guard_seeds() {
  auto out = goldens(false);
  out.insert(out.end(), {"GET /calinda/hub/selling/do?m=contractReady HTTP/1.1\r\nHost: h\r\n\r\n",
                         "GET /a?m=contractReady HTTP/1.1\r\nHost: h\r\n\r\n",
                         "POST /calinda/hub/selling/do HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\n\r\nm=a"});
  return out;
}

std::vector<std::string> text_seeds() {
  std::vector<std::string> out;
  for (char which = 0; which < 5; ++which)
    for (const char* text :
         {"$.a[*]['b'][-1]", "^(a|b)*c{2,3}$", "x${run.id}$${y}", "read.service.p99<=40ms", "errors>+0.5%"})
      out.push_back(std::string(1, which) + text);
  return out;
}

std::vector<std::string> url_seeds() {
  return {"http://localhost:8180", "https://[::1]:1/prefix/", "http://127.0.0.1", "http://xn--a.example.",
          "HTTP://A:65535/"};
}

std::vector<std::string> report_seeds() {
  return {load::render_json(testing::tiny_run()), load::render_json(testing::empty_run())};
}

std::vector<std::string> histogram_seeds() {
  load::Histogram histogram;
  for (int i = 1; i < 100; ++i) histogram.record(std::chrono::microseconds(i * i));
  return {load::encode_v2(histogram), load::encode_v2(load::Histogram())};
}

constexpr Target k_targets[] = {
    {"request", "bytes of a request, whole and cut, and what the mock makes of it", run_request,
     [] { return goldens(false); }},
    {"answer", "bytes of an answer, whole and cut", run_answer, [] { return goldens(true); }},
    {"json", "every reader of JSON", run_json, json_seeds},
    {"rewrite", "bodies and queries as the journal rewrites them", run_rewrite, argument_seeds},
    {"arguments", "a query, a line end and a body, for every call", run_arguments, argument_seeds},
    {"control", "a body for each route of the control API", run_control, control_seeds},
    {"state", "state files", run_state, state_seeds},
    {"seed", "seed data", run_seed, seed_seeds},
    {"faults", "files of faults", run_faults, fault_seeds},
    {"verify", "questions to the journal, patterns included", run_verify, verify_seeds},
    {"scenario", "scenario files and fragments", run_scenario, [] { return files_in("scenarios", ".json"); }},
    {"texts", "JSON paths, patterns, variables, SLOs and limits", run_texts, text_seeds},
    {"url", "base URLs and the guard of hosts", run_url, url_seeds},
    {"guard", "bytes that are judged before they are sent", run_guard, guard_seeds},
    {"redactor", "texts that hold a secret", run_redactor, argument_seeds},
    {"report", "reports of load runs", run_report, report_seeds},
    {"histogram", "histograms as texts", run_histogram, histogram_seeds},
};

}  // namespace

std::span<const Target> targets() { return k_targets; }

}  // namespace sellsign::fuzz
