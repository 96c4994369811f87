/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is typed in entries for numbers. */
#include <math.h>

#include "tests/fuzz/fuzz.h"
#include "ui/widgets/sl-number-entry.h"

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  static const char *const units[] = { NULL, "Gyr", "Å", "km/s", "lg(yr)" };
  g_autofree char *text = NULL;

  if (size > FUZZ_MOST_BYTES || !g_utf8_validate ((const char *) data, (gssize) size, NULL))
    return 0;
  text = fuzz_text (data, size);
  for (guint i = 0; i < G_N_ELEMENTS (units); i++)
    {
      g_autofree char *why = NULL;
      double value = -7.0;
      SlNumberForm form;
      const gboolean good = sl_number_entry_read (text, units[i], &form, &value, &why);

      g_assert_true (good ? isfinite (value) : value == -7.0 && why && *why);
    }
  return 0;
}
