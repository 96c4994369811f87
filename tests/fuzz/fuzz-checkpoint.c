/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Checkpoints with right checksums around any contents: those alone would keep a fuzzer out. The first byte
 * says what the others replace: the text of the run, the records, or the whole file. */
#include <glib/gstdio.h>

#include "app/cluster/sl-population-checkpoint.h"
#include "tests/fuzz/fuzz.h"

#define BLOCK 4096u
#define DIGEST 32u
#define HEAD (strlen ("Starloom population checkpoint\n") + sizeof (guint32))
#define N_GALAXIES (4 * (guint64) SL_POP_SLAB)

static SlPopulation *population;
static SlPopulationResult *result;
static char *path;
static GByteArray *header; /* that of the run */

static void
seal (guint8 *data, gsize bytes)
{
  GChecksum *sum = g_checksum_new (G_CHECKSUM_SHA256);
  gsize size = DIGEST;

  g_checksum_update (sum, data, bytes - DIGEST);
  g_checksum_get_digest (sum, data + bytes - DIGEST, &size);
  g_checksum_free (sum);
}

static void
prepare (void)
{
  g_autofree char *bands = g_build_filename (g_getenv ("SL_DATA"), "filters.h5", NULL);
  g_autofree char *library = g_build_filename (g_getenv ("SL_DATA"), "ssp_tiny.h5", NULL);
  SlTemplates *templates = sl_templates_load (library, NULL);
  SlFilterSet *filters = sl_filter_set_load (bands, NULL);
  SlPopulationSpec spec;
  SlPopCheckpoint *file;
  guint8 *text;
  gsize length;
  guint64 done;

  sl_population_spec_init (&spec);
  population = sl_population_new (templates, filters, &spec, 1, NULL);
  result = sl_population_result_new (&spec, FALSE);
  path = g_strdup_printf ("%s/starloom-fuzz-%d.ckpt", g_get_tmp_dir (), (int) getpid ());
  g_unlink (path);
  file = sl_pop_checkpoint_open (path, population, N_GALAXIES, result, &done, NULL);
  g_assert_nonnull (file);
  sl_pop_checkpoint_close (file);
  g_assert_true (g_file_get_contents (path, (char **) &text, &length, NULL));
  header = g_byte_array_new_take (text, length);
}

static void
append_header (GByteArray *file, const guint8 *text, gsize length)
{
  const guint32 size = GUINT32_TO_LE ((guint32) length);
  static const guint8 space[DIGEST];

  g_byte_array_append (file, header->data, HEAD - sizeof size);
  g_byte_array_append (file, (const guint8 *) &size, sizeof size);
  g_byte_array_append (file, text, length);
  g_byte_array_append (file, space, DIGEST);
  seal (file->data, file->len);
}

/* Two records of these bytes, over and over. */
static void
append_records (GByteArray *file, const guint8 *data, gsize size)
{
  const gsize length = sizeof (guint64) + result->size * sizeof (double) + DIGEST;
  const gsize start = (file->len + BLOCK - 1) / BLOCK * BLOCK;

  g_byte_array_set_size (file, start + 2 * length);
  for (gsize i = 0; i < 2 * length; i++)
    file->data[start + i] = size ? data[i % size] : 0;
  seal (file->data + start, length);
  seal (file->data + start + length, length);
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autoptr (GByteArray) file = g_byte_array_new ();
  SlPopCheckpoint *checkpoint;
  GError *error = NULL;
  guint64 done = 0;

  if (size < 1 || size > FUZZ_MOST_BYTES)
    return 0;
  if (!population)
    prepare ();
  if (data[0] % 3 == 0)
    append_header (file, data + 1, size - 1);
  else if (data[0] % 3 == 1)
    {
      g_byte_array_append (file, header->data, header->len);
      append_records (file, data + 1, size - 1);
    }
  else
    g_byte_array_append (file, data + 1, size - 1);
  g_assert_true (g_file_set_contents (path, (const char *) file->data, file->len, NULL));
  checkpoint = sl_pop_checkpoint_open (path, population, N_GALAXIES, result, &done, &error);
  fuzz_told (checkpoint != NULL, error);
  g_assert_cmpuint (done, <=, N_GALAXIES / SL_POP_SLAB);
  sl_pop_checkpoint_close (checkpoint);
  g_unlink (path);
  return 0;
}
