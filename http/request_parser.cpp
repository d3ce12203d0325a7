#include "http/request_parser.h"

#include <algorithm>
#include <optional>

#include "base/text.h"
#include "http/llhttp_state.h"
#include "http/message.h"

namespace sellsign::http {
namespace {

constexpr std::size_t k_kept_room = 4096;
constexpr std::size_t k_chunk_overhead = 8;  // bytes of framing for a chunk of one byte, with some to spare

/// A piece of the message.
struct Span {
  std::uint32_t from = 0;
  std::uint32_t length = 0;
};

struct FieldSpans {
  Span name;
  Span value;
};

std::string_view view(std::string_view message, Span span) { return message.substr(span.from, span.length); }

/// The text up to the next line feed, which is taken off with it, or nothing when there is none.
std::optional<std::string_view> take_line(std::string_view& rest) {
  const std::size_t feed = rest.find('\n');
  if (feed == std::string_view::npos) return std::nullopt;
  const std::string_view line = rest.substr(0, feed);
  rest.remove_prefix(feed + 1);
  return line;
}

/// A request line has its three words with one space between them, and the last is of HTTP.
bool is_request_line(std::string_view line) {
  const std::size_t target = line.find(' ') + 1, version = line.find(' ', target) + 1;
  return target != 0 && version != 0 && line.find(' ', version) == std::string_view::npos &&
         line.substr(version).starts_with("HTTP/");
}

/// What a first line that is none of HTTP/1.1 was meant to be, with what to do; nothing: who knows.
std::optional<RequestFault> meant_by(std::string_view line) {
  if (line.starts_with("PRI * HTTP/2"))
    return RequestFault{
        505,
        "The client speaks HTTP/2 at once (\"prior knowledge\"), but HTTP/1.1 is spoken here: "
        "turn that off (curl: --http1.1)."};
  if (line.starts_with("\x16\x03"))
    return RequestFault{
        400,
        "The client speaks TLS, but this port does not: write http:// instead of https://, or "
        "start the mock with --tls-auto."};
  const std::size_t target = line.find(' ') + 1;
  const std::size_t end = target == 0 ? std::string_view::npos : line.find(' ', target);
  if (end == std::string_view::npos || end == target) return std::nullopt;
  const std::string_view behind = line.substr(end + 1);
  constexpr std::string_view k_version = "HTTP/";
  const std::size_t compared = std::min(behind.size(), k_version.size());
  if (behind.starts_with("RTSP/") || behind.substr(0, compared) == k_version.substr(0, compared))
    return std::nullopt;
  return RequestFault{400, "The URL holds a space: write it %20 (curl encodes it with --data-urlencode)."};
}

/// Whether a text can be the value of Host: a name or an address, and a port (RFC 9110, 7.2).
bool is_host(std::string_view text) {
  constexpr std::string_view k_marks = "-._~%!$&'()*+,;=:[]";
  return std::ranges::all_of(
      text, [&](char c) { return is_alnum(c) || k_marks.find(c) != std::string_view::npos; });
}

constexpr const char* k_bad_line_end = "a line does not end with CR LF";

/// A line ends with CR and LF, and no CR stands elsewhere.
bool ends_well(std::string_view line) { return line.find('\r') + 1 == line.size(); }

/// What is wrong with lines of fields that llhttp has let through, or nothing: none continues the one before
/// it, every field has a name. Takes them off, with the empty line behind them.
const char* fields_fault(std::string_view& rest) {
  while (const auto line = take_line(rest)) {
    if (!ends_well(*line)) return k_bad_line_end;
    if (line->size() == 1) return nullptr;
    if (line->front() == ' ' || line->front() == '\t') return "a header field is folded";
    if (line->front() == ':') return "a header field has no name";
  }
  return k_bad_line_end;
}

/// The same for a head, which may have empty lines in front.
const char* head_fault(std::string_view& rest) {
  while (const auto line = take_line(rest)) {
    if (!ends_well(*line)) return k_bad_line_end;
    if (line->size() == 1) continue;
    if (!is_request_line(line->substr(0, line->size() - 1))) return "the request line is malformed";
    return fields_fault(rest);
  }
  return k_bad_line_end;
}

}  // namespace

struct RequestParser::State : LlhttpState<RequestParser::State> {
  RequestLimits limits;
  std::string_view message;  ///< only during `feed`
  std::size_t taken = 0;     ///< bytes of the message that the parser has seen
  Span target;
  std::vector<FieldSpans> fields;
  Span body_span;
  std::string chunked_body;
  std::size_t data_end = 0;  ///< where the head has ended, or the data of the last chunk with its CR LF
  RequestFault fault;
  bool lines_checked = false;
  bool whole = false;
  bool has_host = false;
  bool wants_go_ahead = false;
  bool keep_alive = false;

  explicit State(const RequestLimits& given) : limits(given) { init(HTTP_REQUEST); }

  std::size_t limit() const { return limits.head; }
  int too_long();
  int first_line(const char* at, std::size_t length);
  int name(const char* at, std::size_t length, bool is_new);
  int value(const char* at, std::size_t length);
  int value_done();
  int head_complete();
  int body(const char* at, std::size_t length);
  int complete();

  int refuse(int status, std::string sentence) {
    fault = {status, std::move(sentence)};
    return HPE_USER;
  }
  bool extend(Span& span, const char* at, std::size_t length) const;
  std::size_t longest_body() const;
  int refuse_body();
  int note_field(std::string_view name, std::string_view value);
  int check_head();
  const char* check_head_lines();
  const char* check_trailers() const;
  std::optional<Progress> unknown_method();
  Progress refused(const char* reason = nullptr);
  Progress unfinished();
  bool has_unmeasured_body() const;
  void clear();
};

int RequestParser::State::too_long() {
  return refuse(431, "The request's header is longer than " + std::to_string(limits.head) + " bytes.");
}

/// Adds a piece to a span; false when the piece does not touch it.
bool RequestParser::State::extend(Span& span, const char* at, std::size_t length) const {
  const auto from = static_cast<std::uint32_t>(at - message.data());
  if (span.length == 0) span.from = from;
  if (span.from + span.length != from) return false;
  span.length += static_cast<std::uint32_t>(length);
  return true;
}

int RequestParser::State::first_line(const char* at, std::size_t length) {
  extend(target, at, length);
  if (target.length <= limits.target) return HPE_OK;
  return refuse(414, "The request target is longer than " + std::to_string(limits.target) +
                         " bytes; send the parameters in the body of a POST.");
}

int RequestParser::State::name(const char* at, std::size_t length, bool is_new) {
  if (is_new) {
    if (fields.size() == limits.fields)
      return refuse(431, "The request has more than " + std::to_string(limits.fields) + " header fields.");
    fields.emplace_back();
  }
  extend(fields.back().name, at, length);
  return HPE_OK;
}

int RequestParser::State::value(const char* at, std::size_t length) {
  if (length == 0 || extend(fields.back().value, at, length)) return HPE_OK;
  return refuse(400, "The request has a header field that is folded over several lines.");
}

int RequestParser::State::value_done() {
  FieldSpans& field = fields.back();
  std::string_view text = view(message, field.value);
  text = text.substr(0, text.find_last_not_of(" \t") + 1);
  field.value.length = static_cast<std::uint32_t>(text.size());
  return note_field(view(message, field.name), text);
}

/// Looks at the few fields that framing depends on.
int RequestParser::State::note_field(std::string_view name, std::string_view value) {
  if (name.find(' ') != std::string_view::npos)
    return refuse(400, "The request has a header field with a space in its name.");
  if (equal_ignoring_case(name, "host")) {
    if (has_host) return refuse(400, "The request has more than one Host field.");
    has_host = true;
    if (!is_host(value)) return refuse(400, "The Host field holds what is no host and port.");
  } else if (equal_ignoring_case(name, "transfer-encoding")) {
    if (!equal_ignoring_case(value, "chunked"))
      return refuse(501, "The only transfer coding that is understood is \"chunked\".");
    if (parser.http_minor == 0) return refuse(400, "HTTP/1.0 has no Transfer-Encoding.");
  } else if (equal_ignoring_case(name, "expect")) {
    if (parser.http_minor == 0) return HPE_OK;  // HTTP/1.0 has none: it is to be passed over
    if (!equal_ignoring_case(value, "100-continue"))
      return refuse(417, "The only expectation that is met is 100-continue.");
    wants_go_ahead = true;
  }
  return HPE_OK;
}

/// Of the target at hand.
std::size_t RequestParser::State::longest_body() const {
  const bool is_long = !limits.long_prefix.empty() && view(message, target).starts_with(limits.long_prefix);
  return is_long ? limits.long_body : limits.body;
}

int RequestParser::State::refuse_body() {
  return refuse(413, "The request body is longer than " + std::to_string(longest_body()) + " bytes.");
}

int RequestParser::State::check_head() {
  if (parser.http_major != 1 || parser.http_minor > 1)
    return refuse(505, "Only HTTP/1.0 and HTTP/1.1 are understood.");
  if (!has_host && parser.http_minor == 1) return refuse(400, "The request has no Host field.");
  const bool has_length = (parser.flags & F_CONTENT_LENGTH) != 0;
  if (has_length && parser.content_length > longest_body()) return refuse_body();
  return HPE_OK;
}

int RequestParser::State::head_complete() {
  parser.upgrade = 0;  // what follows stays HTTP/1.1
  return check_head() == HPE_OK ? 0 : -1;
}

int RequestParser::State::body(const char* at, std::size_t length) {
  if ((parser.flags & F_CHUNKED) == 0) {
    extend(body_span, at, length);
    return HPE_OK;
  }
  if (length > longest_body() - chunked_body.size()) return refuse_body();
  chunked_body.append(at, length);
  data_end = static_cast<std::size_t>(at + length - message.data()) + 2;
  return HPE_OK;
}

int RequestParser::State::complete() {
  keep_alive = should_keep_alive();
  whole = true;
  return HPE_PAUSED;
}

void RequestParser::State::clear() {
  llhttp_reset(&parser);
  clear_framing();
  taken = 0;
  target = {};
  fields.clear();
  body_span = {};
  if (chunked_body.capacity() > k_kept_room) std::string().swap(chunked_body);
  chunked_body.clear();
  data_end = 0;
  lines_checked = false;
  whole = false;
  has_host = false;
  wants_go_ahead = false;
}

/// What becomes of a request whose method llhttp does not know: 501 once its first line is there, as long as
/// that is one of HTTP. Nothing: it is no request.
std::optional<RequestParser::Progress> RequestParser::State::unknown_method() {
  constexpr std::size_t k_beside_target = 100;  // method, version and spaces
  const std::string_view text = message.substr(std::min(message.find_first_not_of("\r\n"), message.size()));
  const std::size_t feed = text.find('\n');
  const std::string_view word = text.substr(0, text.find_first_of(" \r\n"));
  if (!is_field_name(word)) return std::nullopt;
  if (feed == std::string_view::npos)
    return text.size() < limits.target + k_beside_target ? std::optional(Progress::more) : std::nullopt;
  const std::string_view line = text.substr(0, feed);
  if (!line.ends_with('\r') || !is_request_line(line.substr(0, feed - 1))) return std::nullopt;
  refuse(501, "There is no method \"" + printable(word, 20) + "\" here (methods are written in capitals).");
  return Progress::refused;
}

/// Keeps llhttp's words, or those given, unless a callback has refused with better ones, or the first line
/// tells what the client meant.
RequestParser::Progress RequestParser::State::refused(const char* reason) {
  if (!fault.sentence.empty()) return Progress::refused;
  if (auto meant = meant_by(message.substr(0, message.find('\n')))) {
    fault = *std::move(meant);
    return Progress::refused;
  }
  if (reason == nullptr && llhttp_get_errno(&parser) == HPE_INVALID_METHOD)
    if (const auto known = unknown_method()) return *known;
  if (reason == nullptr) reason = llhttp_get_error_reason(&parser);
  if (reason == nullptr || *reason == '\0') reason = "it cannot be parsed";
  refuse(400, std::string("The request is not valid HTTP/1.1: ") + reason + ".");
  return Progress::refused;
}

/// Nothing is wrong yet. What has come must stay in proportion to what it holds.
RequestParser::Progress RequestParser::State::unfinished() {
  if (head_done && wants_go_ahead) {
    wants_go_ahead = false;
    return Progress::wants_go_ahead;
  }
  if (!head_done && message.size() > limits.head + limits.target) {
    too_long();
    return Progress::refused;
  }
  const bool chunked = (parser.flags & F_CHUNKED) != 0;
  const std::size_t head = limits.head + limits.target;
  if (head_done && chunked && message.size() > 2 * head + k_chunk_overhead * chunked_body.size()) {
    refuse(400, "The request's chunks hold more framing than content.");
    return Progress::refused;
  }
  return Progress::more;
}

/// Without a length there is no body (RFC 9112, 6.3), and proxies send such a POST by HTTP/1.0 for one
/// without a body; but an old client may end its body with the connection.
bool RequestParser::State::has_unmeasured_body() const {
  return parser.http_minor == 0 && parser.method == HTTP_POST && (parser.flags & F_CONTENT_LENGTH) == 0 &&
         message.size() > taken;
}

RequestParser::RequestParser(const RequestLimits& limits) : state_(std::make_unique<State>(limits)) {}
RequestParser::~RequestParser() = default;

const char* RequestParser::State::check_head_lines() {
  std::string_view rest = message;
  const char* const fault = head_fault(rest);
  if (chunked_body.empty()) data_end = message.size() - rest.size();
  return fault;
}

/// Of a whole message: behind the data come the line of the last chunk and the trailers.
const char* RequestParser::State::check_trailers() const {
  if ((parser.flags & F_CHUNKED) == 0) return nullptr;
  std::string_view rest = message.substr(data_end, taken - data_end);
  take_line(rest);
  return fields_fault(rest);
}

RequestParser::Progress RequestParser::feed(std::string_view message) {
  State& state = *state_;
  state.message = message;
  const std::string_view fresh = message.substr(state.taken);
  const llhttp_errno_t result = state.execute(fresh);
  state.taken = state.whole ? static_cast<std::size_t>(llhttp_get_error_pos(&state.parser) - message.data())
                            : message.size();
  if (result != HPE_OK && !state.whole) return state.refused();
  if (state.head_done && !state.lines_checked) {
    state.lines_checked = true;
    if (const char* fault = state.check_head_lines()) return state.refused(fault);
  }
  if (!state.whole) return state.unfinished();
  if (const char* fault = state.check_trailers()) return state.refused(fault);
  if (!state.has_unmeasured_body()) return Progress::whole;
  state.refuse(411, "A request by HTTP/1.0 with a body needs a Content-Length.");
  return Progress::refused;
}

void RequestParser::reset() {
  state_->clear();
  state_->fault = {};
}

bool RequestParser::started() const { return state_->taken != 0; }
bool RequestParser::head_done() const { return state_->head_done; }
std::size_t RequestParser::length() const { return state_->taken; }
std::string_view RequestParser::method() const {
  return llhttp_method_name(static_cast<llhttp_method_t>(state_->parser.method));
}
std::string_view RequestParser::target(std::string_view message) const {
  return view(message, state_->target);
}
std::size_t RequestParser::field_count() const { return state_->fields.size(); }
std::string_view RequestParser::field_name(std::string_view message, std::size_t index) const {
  return view(message, state_->fields[index].name);
}
std::string_view RequestParser::field_value(std::string_view message, std::size_t index) const {
  return view(message, state_->fields[index].value);
}
std::string_view RequestParser::body(std::string_view message) const {
  return state_->chunked_body.empty() ? view(message, state_->body_span) : state_->chunked_body;
}
std::size_t RequestParser::held() const { return state_->chunked_body.capacity(); }
bool RequestParser::keep_alive() const { return state_->keep_alive; }
bool RequestParser::is_http_1_0() const { return state_->parser.http_minor == 0; }
const RequestFault& RequestParser::fault() const { return state_->fault; }

}  // namespace sellsign::http
