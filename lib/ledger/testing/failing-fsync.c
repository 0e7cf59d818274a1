/* Loaded with LD_PRELOAD: once the file named by FAIL_FSYNC_SWITCH exists, every fsync, fdatasync and msync fails with EIO. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <stdlib.h>
#include <sys/types.h>
#include <unistd.h>

static int broken(void) {
  const char *path = getenv("FAIL_FSYNC_SWITCH");
  int kept = errno;
  int yes = path != NULL && access(path, F_OK) == 0;
  errno = kept;
  return yes;
}

static int fail(void) {
  errno = EIO;
  return -1;
}

int fsync(int fd) {
  static int (*real)(int);
  if (!real) real = (int (*)(int))dlsym(RTLD_NEXT, "fsync");
  return broken() ? fail() : real(fd);
}

int fdatasync(int fd) {
  static int (*real)(int);
  if (!real) real = (int (*)(int))dlsym(RTLD_NEXT, "fdatasync");
  return broken() ? fail() : real(fd);
}

int msync(void *address, size_t length, int flags) {
  static int (*real)(void *, size_t, int);
  if (!real) real = (int (*)(void *, size_t, int))dlsym(RTLD_NEXT, "msync");
  return broken() ? fail() : real(address, length, flags);
}
