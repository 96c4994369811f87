/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Words of the command line: settings NAME=VALUE, gradients, pins, what may be mended. A line each. */
#include "app/io/sl-figure-command.h"
#include "app/io/sl-galaxy-settings.h"
#include "model/io/sl-mend.h"
#include "tests/fuzz/fuzz.h"

static void
read_settings (const char *const *lines)
{
  g_auto (SlGalaxySettings) set = { 0 };
  SlGalaxy galaxy;
  GError *error = NULL;
  gboolean good = sl_galaxy_settings_parse (&set, lines, &error);

  fuzz_told (good, error);
  error = NULL;
  if (good)
    FUZZ_TOLD (sl_galaxy_settings_to_galaxy (&set, NULL, &galaxy, &error));
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_auto (GStrv) lines = NULL;
  g_autofree char *text = NULL;

  /* Arguments are in the locale's encoding, and the program converts them first. */
  if (size > FUZZ_MOST_BYTES || !g_utf8_validate ((const char *) data, (gssize) size, NULL))
    return 0;
  text = fuzz_text (data, size);
  /* No files of this machine, and few lines: each is a table that stays. */
  if (strstr (text, "table"))
    return 0;
  lines = g_strsplit (text, "\n", 16);
  read_settings ((const char *const *) lines);
  for (guint i = 0; lines[i]; i++)
    {
      SlFigureCommandPin *pin = g_new0 (SlFigureCommandPin, 1);
      SlParamId gradient;
      SlParamSet tied;
      SlMend mend;
      GError *error = NULL;

      FUZZ_TOLD (sl_figure_command_read_gradient (lines[i], &gradient, &tied, &error));
      error = NULL;
      FUZZ_TOLD (sl_figure_command_read_pin (lines[i], pin, &error));
      sl_figure_command_pin_free (pin);
      error = NULL;
      FUZZ_TOLD (sl_mend_parse (lines[i], &mend, &error));
    }
  return 0;
}
