#pragma once

#include <memory>

#include "base/result.h"
#include "http/server/front.h"

namespace sellsign::http {

/// HTTP/1.1 over cpp-httplib: a thread for each connection that is served, 256 unless `options.threads` says
/// otherwise; further ones wait for one to end, as do sockets numbered 1024 and above (the library uses
/// `select`). Portable and simple. It closes idle connections after two seconds, reads no body sent with a
/// GET, has no TLS, and of a delivery it can only do the delay; it answers 501 for the rest. As
/// FrontRow::start.
Result<std::unique_ptr<Front>> start_threads_front(Handler handler, const FrontOptions& options);

}  // namespace sellsign::http
