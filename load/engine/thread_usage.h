#pragma once

#include "load/result/slice.h"

namespace sellsign::load {

/// What the calling thread has used of its core so far: time on it, and time that it wanted to run but had
/// none (where Linux says so, else 0).
Usage thread_usage();

/// Asks the system to let the calling thread's timers come as exactly as it can.
void ask_for_exact_timers();

/// Asks the system to let others run before the calling thread: it runs when nobody else wants its core, or
/// hardly. There is no way back.
void give_way();

}  // namespace sellsign::load
