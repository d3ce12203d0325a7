#include "http/response_parser.h"

#include <algorithm>

#include <llhttp.h>

namespace sellsign::http {

namespace {

constexpr std::size_t k_answer_field_overhead = 4;  // colon, space, end of line

}  // namespace

struct ResponseParser::State {
  llhttp_t parser{};
  ResponseLimits limits;
  bool head = false;
  bool started = false;
  bool headers_done = false;
  bool value_seen = true;  ///< the next field text begins a new field
  bool done = false;
  bool over_limit = false;
  std::size_t early_bytes = 0;   ///< pieces that did not reach the end of the header
  std::size_t header_bytes = 0;  ///< text of status lines, fields, trailers and chunk extensions
  Response response;

  State(bool is_head, ResponseLimits given);
  static State& of(llhttp_t* parser) { return *static_cast<State*>(parser->data); }

  static int on_message_begin(llhttp_t* parser);
  static int on_status(llhttp_t* parser, const char* at, std::size_t length);
  static int on_field(llhttp_t* parser, const char* at, std::size_t length);
  static int on_value(llhttp_t* parser, const char* at, std::size_t length);
  static int on_value_complete(llhttp_t* parser);
  static int on_headers_complete(llhttp_t* parser);
  static int on_extension(llhttp_t* parser, const char* at, std::size_t length);
  static int on_body(llhttp_t* parser, const char* at, std::size_t length);
  static int on_message_complete(llhttp_t* parser);

  static const llhttp_settings_t& settings();

  void clear_response() {
    response.status = 0;
    response.reason.clear();
    response.headers.clear();
    response.body.clear();
    response.keep_alive = false;
  }

  /// Counts header text; HPE_USER when it becomes too much.
  int charge(std::size_t length) {
    header_bytes += length;
    over_limit = over_limit || header_bytes > limits.header;
    return over_limit ? HPE_USER : HPE_OK;
  }

  net::WireError error() const {
    if (over_limit)
      return {net::Failure::limit,
              headers_done
                  ? "the answer's body is longer than " + std::to_string(limits.body) + " bytes"
                  : "the answer's header is longer than " + std::to_string(limits.header) + " bytes"};
    const char* reason = llhttp_get_error_reason(&parser);
    return {
        net::Failure::protocol,
        std::string("the answer is not HTTP/1.1: ") +
            (reason != nullptr && *reason != '\0' ? reason : llhttp_errno_name(llhttp_get_errno(&parser)))};
  }
};

ResponseParser::State::State(bool is_head, ResponseLimits given) : limits(given), head(is_head) {
  llhttp_init(&parser, HTTP_RESPONSE, &settings());
  parser.data = this;
}

const llhttp_settings_t& ResponseParser::State::settings() {
  static const llhttp_settings_t filled = [] {
    llhttp_settings_t table;
    llhttp_settings_init(&table);
    table.on_message_begin = on_message_begin;
    table.on_status = on_status;
    table.on_header_field = on_field;
    table.on_header_value = on_value;
    table.on_header_value_complete = on_value_complete;
    table.on_headers_complete = on_headers_complete;
    table.on_chunk_extension_name = on_extension;
    table.on_chunk_extension_value = on_extension;
    table.on_body = on_body;
    table.on_message_complete = on_message_complete;
    return table;
  }();
  return filled;
}

int ResponseParser::State::on_message_begin(llhttp_t* parser) {
  State& state = of(parser);
  state.headers_done = false;
  state.value_seen = true;
  state.clear_response();
  return HPE_OK;
}

int ResponseParser::State::on_status(llhttp_t* parser, const char* at, std::size_t length) {
  of(parser).response.reason.append(at, length);
  return of(parser).charge(length);
}

int ResponseParser::State::on_field(llhttp_t* parser, const char* at, std::size_t length) {
  State& state = of(parser);
  if (!state.headers_done) {
    if (state.value_seen) state.response.headers.emplace_back();
    state.value_seen = false;
    state.response.headers.back().first.append(at, length);
  }
  return state.charge(length);
}

int ResponseParser::State::on_value(llhttp_t* parser, const char* at, std::size_t length) {
  State& state = of(parser);
  if (!state.headers_done) state.response.headers.back().second.append(at, length);
  return state.charge(length);
}

int ResponseParser::State::on_value_complete(llhttp_t* parser) {
  State& state = of(parser);
  state.value_seen = true;
  if (!state.headers_done) {
    std::string& value = state.response.headers.back().second;
    value.erase(value.find_last_not_of(" \t") + 1);
  }
  return state.charge(k_answer_field_overhead);
}

int ResponseParser::State::on_headers_complete(llhttp_t* parser) {
  State& state = of(parser);
  state.headers_done = true;
  state.response.status = parser->status_code;
  const bool bodiless = state.head || state.response.status == 204 || state.response.status == 304;
  return bodiless ? 1 : 0;
}

int ResponseParser::State::on_extension(llhttp_t* parser, const char*, std::size_t length) {
  return of(parser).charge(length);
}

int ResponseParser::State::on_body(llhttp_t* parser, const char* at, std::size_t length) {
  State& state = of(parser);
  state.over_limit = length > state.limits.body - state.response.body.size();
  if (state.over_limit) return HPE_USER;
  state.response.body.append(at, length);
  return HPE_OK;
}

int ResponseParser::State::on_message_complete(llhttp_t* parser) {
  State& state = of(parser);
  const int status = state.response.status;
  if (status >= 100 && status < 200 && status != 101) return HPE_OK;
  state.response.keep_alive = llhttp_should_keep_alive(parser) == 1;
  state.done = true;
  return HPE_PAUSED;
}

ResponseParser::ResponseParser(bool head, ResponseLimits limits)
    : state_(std::make_unique<State>(head, limits)) {}
ResponseParser::ResponseParser(ResponseParser&&) noexcept = default;
ResponseParser& ResponseParser::operator=(ResponseParser&&) noexcept = default;
ResponseParser::~ResponseParser() = default;

void ResponseParser::restart(bool head) {
  State& state = *state_;
  llhttp_init(&state.parser, HTTP_RESPONSE, &State::settings());
  state.parser.data = &state;
  state.head = head;
  state.started = state.headers_done = state.done = state.over_limit = false;
  state.value_seen = true;
  state.early_bytes = state.header_bytes = 0;
  state.clear_response();
}

net::WireResult<std::size_t> ResponseParser::feed(std::string_view bytes) {
  State& state = *state_;
  if (state.done || bytes.empty()) return std::size_t{0};
  state.started = true;
  const llhttp_errno_t result = llhttp_execute(&state.parser, bytes.data(), bytes.size());
  if (state.done) return static_cast<std::size_t>(llhttp_get_error_pos(&state.parser) - bytes.data());
  if (result != HPE_OK) return state.error();
  if (!state.headers_done) state.early_bytes += bytes.size();
  state.over_limit = state.early_bytes > state.limits.header;
  if (state.over_limit) return state.error();
  return bytes.size();
}

net::WireResult<> ResponseParser::finish() {
  State& state = *state_;
  if (state.done) return std::monostate{};
  if (state.started) llhttp_finish(&state.parser);
  if (state.done) return std::monostate{};
  return net::WireError{net::Failure::broken, !state.started ? "the peer closed without an answer"
                                              : state.headers_done
                                                  ? "the answer was cut short in its body"
                                                  : "the answer was cut short in its header"};
}

bool ResponseParser::done() const { return state_->done; }
bool ResponseParser::started() const { return state_->started; }
const Response& ResponseParser::response() const { return state_->response; }
Response ResponseParser::take() { return std::move(state_->response); }
void ResponseParser::swap(Response& other) { std::swap(state_->response, other); }

}  // namespace sellsign::http
