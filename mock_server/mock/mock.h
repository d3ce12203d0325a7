#pragma once

#include <atomic>

#include "http/message.h"
#include "mock_server/calls/behaviour.h"
#include "mock_server/calls/clock.h"
#include "mock_server/calls/read_request.h"
#include "mock_server/calls/settings.h"
#include "mock_server/calls/tokens.h"
#include "mock_server/calls/trace.h"
#include "mock_server/faults/book.h"
#include "mock_server/store/store.h"

namespace sellsign::mock {

/// How a mock behaves. The defaults are those of `sellsign mock`.
struct MockOptions {
  Mode mode = Mode::lenient;
  TokenRule tokens;
  Settings settings;
  bool self_check = false;       ///< compare every answer with its row; costs a parse, meant for tests
  bool advice = true;            ///< below the sentence of a refusal: what differs, and a corrected request
  const Clock* clock = nullptr;  ///< null: the machine's clock; otherwise must outlive the mock
  FaultBook* faults = nullptr;   ///< null: none; otherwise must outlive the mock
  bool allow_overrides = false;  ///< whether a request may ask for its own faults (X-Mock-Delay and the like)
};

/// The mock of SELL&SIGN, without a socket. Thread-safe.
class Mock {
 public:
  explicit Mock(MockOptions options);

  /// Answers one request. A plain function of the request, the store and the clock; never throws for bad
  /// input. Every answer carries an X-Mock-Warning header per departure, ten at most, then one with a count.
  http::Reply handle(const http::Request& request);

  /// The same, and says in `trace`, which must be new, what became known of the request.
  http::Reply handle(const http::Request& request, Trace& trace);
  http::Reply handle(const ReadRequest& asked, Trace& trace);

  /// Performs a call on behalf of the mock's owner: no token, every departure refused. For seed data.
  http::Reply perform_directly(api::Call call, const api::Arguments& arguments);
  http::Reply perform_directly(api::Call call, std::string_view json_body);

  const MockOptions& options() const { return options_; }

  /// Lenient or strict; may be changed at any time.
  Mode mode() const { return mode_.load(std::memory_order_relaxed); }
  void set_mode(Mode mode) { mode_ = mode; }
  Store& store() { return store_; }
  const Clock& clock() const { return *clock_; }

 private:
  http::Reply answer(const ReadRequest& asked, api::Findings& findings, Trace& trace);
  http::Reply answer_call(const ReadRequest& asked, api::Findings& findings, Trace& trace);
  World world(Trace& trace) { return {store_, options_.settings, *clock_, trace}; }
  void add_advice(const ReadRequest& asked, const Trace& trace, http::Reply& reply) const;

  MockOptions options_;
  std::atomic<Mode> mode_;
  SystemClock system_clock_;
  const Clock* clock_;
  Store store_;
};

}  // namespace sellsign::mock
