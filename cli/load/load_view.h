#pragma once

#include "cli/program/output.h"
#include "load/engine/options.h"
#include "load/report/live.h"

namespace sellsign::cli {

/// What is shown on stderr while a run goes on: on a terminal a view that is drawn anew each second, else a
/// line a second. For one thread.
class LoadView {
 public:
  /// The references have to outlive it. `quiet`: shows nothing.
  LoadView(const load::LoadOptions& options, const Output& output, bool quiet);

  void show(const load::LoadProgress& progress);

  /// Takes away what is drawn.
  void end();

 private:
  const load::LoadOptions& options_;
  const Output& output_;
  bool quiet_, terminal_;
  load::LiveScreen screen_;
};

}  // namespace sellsign::cli
