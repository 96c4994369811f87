/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Foreign HDF5 files, as catalogues of parameters and as filters. The process that reads them may crash; this
 * one tells so. */
#include "app/io/sl-points.h"
#include "model/observables/sl-filters.h"
#include "tests/fuzz/fuzz.h"

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  static const guint8 signature[] = { 0x89, 'H', 'D', 'F', '\r', '\n', 0x1a, '\n' };
  g_autoptr (SlPoints) points = NULL;
  g_autoptr (SlFilterSet) filters = NULL;
  g_autofree char *path = NULL;
  GError *error = NULL;
  int fd;

  /* Others end before a process is started. */
  if (size < sizeof signature || size > FUZZ_MOST_BYTES || memcmp (data, signature, sizeof signature) != 0)
    return 0;
  path = fuzz_file (data, size, &fd);
  points = sl_points_load (path, &error);
  fuzz_told (points != NULL, error);
  error = NULL;
  filters = sl_filter_set_load (path, &error);
  fuzz_told (filters != NULL, error);
  close (fd);
  return 0;
}
