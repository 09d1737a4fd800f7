/* python.exe for the build under Wine: python.org's python311.dll does the work. */
#include <windows.h>

int Py_Main(int argc, wchar_t **argv);

int wmain(int argc, wchar_t **argv) { return Py_Main(argc, argv); }
