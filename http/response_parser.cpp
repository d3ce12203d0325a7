#include "http/response_parser.h"

#include "http/llhttp_state.h"

namespace sellsign::http {

struct ResponseParser::State : LlhttpState<ResponseParser::State> {
  ResponseLimits limits;
  bool head = false;
  bool started = false;
  bool done = false;
  bool over_limit = false;
  std::size_t early_bytes = 0;  ///< of heads, those of interim answers included
  Response response;

  State(bool is_head, ResponseLimits given) : limits(given), head(is_head) { init(HTTP_RESPONSE); }

  std::size_t limit() const { return limits.header; }
  /// Whether the head of the answer that counts has come, not only those of interim ones.
  bool has_head() const { return head_done && (response.status >= 200 || response.status == 101); }
  std::string_view take_within_limit(std::string_view& bytes) const;
  int too_long() {
    over_limit = true;
    return HPE_USER;
  }
  int message_begin();
  int first_line(const char* at, std::size_t length);
  int name(const char* at, std::size_t length, bool is_new);
  int value(const char* at, std::size_t length);
  int value_done();
  int head_complete();
  int body(const char* at, std::size_t length);
  int complete();

  void clear_response() {
    response.status = 0;
    response.reason.clear();
    response.headers.clear();
    response.body.clear();
    response.keep_alive = false;
  }

  net::WireError error() const {
    if (over_limit)
      return {net::Failure::limit,
              response.reason.size() > limits.reason
                  ? "the answer's status line is longer than " + std::to_string(limits.reason) + " bytes"
              : has_head()
                  ? "the answer's body is longer than " + std::to_string(limits.body) + " bytes"
                  : "the answer's header is longer than " + std::to_string(limits.header) + " bytes"};
    if (head_done && response.status < 100)
      return {net::Failure::protocol, "the answer is not HTTP/1.1: its status is not of three digits"};
    const char* reason = llhttp_get_error_reason(&parser);
    return {
        net::Failure::protocol,
        std::string("the answer is not HTTP/1.1: ") +
            (reason != nullptr && *reason != '\0' ? reason : llhttp_errno_name(llhttp_get_errno(&parser)))};
  }
};

/// What may be parsed next: all of a body, of a head as much as the limit leaves, whatever pieces it comes
/// in.
std::string_view ResponseParser::State::take_within_limit(std::string_view& bytes) const {
  const std::string_view part = bytes.substr(0, has_head() ? bytes.size() : limits.header - early_bytes);
  bytes.remove_prefix(part.size());
  return part;
}

int ResponseParser::State::message_begin() {
  head_done = false;
  clear_response();
  return HPE_OK;
}

int ResponseParser::State::first_line(const char* at, std::size_t length) {
  response.reason.append(at, length);
  return response.reason.size() <= limits.reason ? HPE_OK : too_long();
}

int ResponseParser::State::name(const char* at, std::size_t length, bool is_new) {
  if (is_new) response.headers.emplace_back();
  response.headers.back().first.append(at, length);
  return HPE_OK;
}

int ResponseParser::State::value(const char* at, std::size_t length) {
  response.headers.back().second.append(at, length);
  return HPE_OK;
}

int ResponseParser::State::value_done() {
  std::string& text = response.headers.back().second;
  text.erase(text.find_last_not_of(" \t") + 1);
  return HPE_OK;
}

int ResponseParser::State::head_complete() {
  response.status = parser.status_code;
  if (response.status < 100) return -1;
  const bool bodiless = head || response.status == 204 || response.status == 304;
  return bodiless ? 1 : 0;
}

int ResponseParser::State::body(const char* at, std::size_t length) {
  over_limit = length > limits.body - response.body.size();
  if (over_limit) return HPE_USER;
  response.body.append(at, length);
  return HPE_OK;
}

int ResponseParser::State::complete() {
  const int status = response.status;
  if (status >= 100 && status < 200 && status != 101) return HPE_OK;
  response.keep_alive = should_keep_alive();
  done = true;
  return HPE_PAUSED;
}

ResponseParser::ResponseParser(bool head, ResponseLimits limits)
    : state_(std::make_unique<State>(head, limits)) {}
ResponseParser::ResponseParser(ResponseParser&&) noexcept = default;
ResponseParser& ResponseParser::operator=(ResponseParser&&) noexcept = default;
ResponseParser::~ResponseParser() = default;

void ResponseParser::restart(bool head) {
  State& state = *state_;
  state.init(HTTP_RESPONSE);
  state.head = head;
  state.clear_framing();
  state.started = state.done = state.over_limit = false;
  state.early_bytes = 0;
  state.clear_response();
}

net::WireResult<std::size_t> ResponseParser::feed(std::string_view bytes) {
  State& state = *state_;
  if (state.done || bytes.empty()) return std::size_t{0};
  state.started = true;
  const char* const begin = bytes.data();
  const std::size_t size = bytes.size();
  while (!bytes.empty()) {
    const std::string_view part = state.take_within_limit(bytes);
    state.over_limit = part.empty();
    if (state.over_limit) return state.error();
    const llhttp_errno_t result = state.execute(part);
    if (state.done) return static_cast<std::size_t>(llhttp_get_error_pos(&state.parser) - begin);
    if (result != HPE_OK) return state.error();
    if (!state.has_head()) state.early_bytes += part.size();
  }
  return size;
}

net::WireResult<> ResponseParser::finish() {
  State& state = *state_;
  if (state.done) return std::monostate{};
  if (state.started) llhttp_finish(&state.parser);
  if (state.done) return std::monostate{};
  return net::WireError{net::Failure::broken, !state.started    ? "the peer closed without an answer"
                                              : state.head_done ? "the answer was cut short in its body"
                                                                : "the answer was cut short in its header"};
}

bool ResponseParser::done() const { return state_->done; }
bool ResponseParser::started() const { return state_->started; }
const Response& ResponseParser::response() const { return state_->response; }
Response ResponseParser::take() { return std::move(state_->response); }
void ResponseParser::swap(Response& other) { std::swap(state_->response, other); }

}  // namespace sellsign::http
