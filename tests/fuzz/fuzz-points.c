/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Catalogues of parameters as text. */
#include "app/io/sl-points.h"
#include "tests/fuzz/fuzz.h"

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autoptr (SlPoints) points = NULL;
  g_autofree char *path = NULL;
  GError *error = NULL;
  int fd;

  if (size > FUZZ_MOST_BYTES)
    return 0;
  path = fuzz_file (data, size, &fd);
  points = sl_points_load (path, &error);
  close (fd);
  fuzz_told (points != NULL, error);
  if (points)
    {
      g_autofree char *where = sl_points_where (points, points->n - 1);
      SlGalaxy galaxy;

      g_assert_true (where && g_utf8_validate (where, -1, NULL));
      sl_points_galaxy (points, points->n - 1, &galaxy);
      error = NULL;
      FUZZ_TOLD (sl_points_check (points, FALSE, &error));
    }
  return 0;
}
