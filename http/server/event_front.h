#pragma once

#include <memory>

#include "base/result.h"
#include "http/server/front.h"

namespace sellsign::http {

/// A front over epoll: `options.threads` loops (by default one for two cores) serve any number of
/// connections, none of which holds a thread, whatever the delivery of its answer. With a certificate the
/// port takes both TLS and plain HTTP. As FrontRow::start.
Result<std::unique_ptr<Front>> start_event_front(Handler handler, const FrontOptions& options);

}  // namespace sellsign::http
