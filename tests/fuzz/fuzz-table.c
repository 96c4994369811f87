/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tables of two columns as text, in all their readings. */
#include "model/io/sl-table-columns.h"
#include "tests/fuzz/fuzz.h"

#define ZSUN 0.0134

static void
convert (const SlTableColumns *columns, SlTableKind kind)
{
  SlTableTimes times = 0;
  SlTableValues values = 0;
  g_autofree char *of_times = sl_table_columns_guess_times (columns, &times);
  g_autofree char *of_values = sl_table_columns_guess_values (columns, kind, &values);
  g_autoptr (GString) notes = g_string_new (NULL);
  GError *error = NULL;

  g_assert_true (!of_times || g_utf8_validate (of_times, -1, NULL));
  g_assert_true (!of_values || g_utf8_validate (of_values, -1, NULL));
  FUZZ_TOLD (sl_table_columns_convert (columns, kind,
                                       (SlTableReading) { times, kind == SL_TABLE_OF_METALS ? values : 0 },
                                       ZSUN, notes, &error)
             != NULL);
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autoptr (SlTableColumns) columns = NULL;
  g_autofree char *path = NULL;
  GError *error = NULL;
  int fd;

  if (size > FUZZ_MOST_BYTES)
    return 0;
  path = fuzz_file (data, size, &fd);
  columns = sl_table_columns_load (path, &error);
  close (fd);
  fuzz_told (columns != NULL, error);
  if (columns)
    {
      convert (columns, SL_TABLE_OF_RATES);
      convert (columns, SL_TABLE_OF_METALS);
    }
  return 0;
}
