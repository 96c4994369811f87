/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include <glib.h>

/* Whole pieces of files by their descriptors: the system may give or take less at a time, or be interrupted.
 * Thread: any. */

/* Reads up to this many bytes from an offset on; returns how many there were. Fewer: the file ends, and errno
 * is 0, or errno tells the fault. */
gsize sl_descriptor_read (int fd, void *to, gsize bytes, guint64 from);
/* FALSE with errno where not all could be written. */
gboolean sl_descriptor_write (int fd, const void *data, gsize bytes, guint64 to);
