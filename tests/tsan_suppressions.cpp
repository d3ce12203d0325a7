// Debian's cpp-httplib is a compiled library without the thread sanitizer's instrumentation: the guards of
// its static tables are not seen, and their first use by two threads looks like a race. Our own code stays
// checked.
extern "C" const char* __tsan_default_suppressions() { return "called_from_lib:libcpp-httplib.so\n"; }

// The sanitizer's search for deadlocks ends the program when a thread holds more than 64 locks; freezing a
// store holds those of all shards, always taken in the same order.
extern "C" const char* __tsan_default_options() { return "detect_deadlocks=0"; }
