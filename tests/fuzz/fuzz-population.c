/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Descriptions of populations. */
#include "app/io/sl-population-file.h"
#include "tests/fuzz/fuzz.h"

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  SlPopCatalogue *catalogue = NULL;
  SlPopulationSpec spec;
  g_autofree char *path = NULL;
  GError *error = NULL;
  gboolean good;
  int fd;

  if (size > FUZZ_MOST_BYTES)
    return 0;
  sl_population_spec_init (&spec);
  path = fuzz_file (data, size, &fd);
  good = sl_population_file_load (path, NULL, &spec, &catalogue, &error);
  close (fd);
  fuzz_told (good, error);
  sl_pop_catalogue_free (catalogue);
  return 0;
}
