/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/support/sl-descriptor.h"

#include <errno.h>
#include <unistd.h>

/* Linux transfers no more at a time. */
#define MOST_AT_ONCE ((gsize) G_MAXINT32)

gsize
sl_descriptor_read (int fd, void *to, gsize bytes, guint64 from)
{
  gsize got = 0;

  while (got < bytes)
    {
      const gssize n = pread (fd, (char *) to + got, MIN (bytes - got, MOST_AT_ONCE), (off_t) (from + got));

      if (n < 0 && errno == EINTR)
        continue;
      if (n < 0)
        return got;
      if (n == 0)
        break;
      got += (gsize) n;
    }
  errno = 0;
  return got;
}

gboolean
sl_descriptor_write (int fd, const void *data, gsize bytes, guint64 to)
{
  for (gsize put = 0; put < bytes;)
    {
      const gssize n =
          pwrite (fd, (const char *) data + put, MIN (bytes - put, MOST_AT_ONCE), (off_t) (to + put));

      if (n < 0 && errno == EINTR)
        continue;
      if (n < 0)
        return FALSE;
      put += (gsize) n;
    }
  return TRUE;
}
