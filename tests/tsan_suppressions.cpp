// Debian's cpp-httplib is a compiled library without the thread sanitizer's instrumentation: the guards of
// its static tables are not seen, and their first use by two threads looks like a race. Our own code stays
// checked.
extern "C" const char* __tsan_default_suppressions() { return "called_from_lib:libcpp-httplib.so\n"; }
