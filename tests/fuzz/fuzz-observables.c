/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Names of observables, a line each, with the program's filters and a small library. */
#include "model/observables/sl-observables.h"
#include "tests/fuzz/fuzz.h"

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  static SlFilterSet *filters;
  static SlTemplates *templates;
  g_auto (GStrv) lines = NULL;
  g_autofree char *text = NULL;

  if (size > 4096 || !g_utf8_validate ((const char *) data, (gssize) size, NULL))
    return 0;
  if (!filters)
    {
      g_autofree char *bands = g_build_filename (g_getenv ("SL_DATA"), "filters.h5", NULL);
      g_autofree char *library = g_build_filename (g_getenv ("SL_DATA"), "ssp_tiny.h5", NULL);

      filters = sl_filter_set_load (bands, NULL);
      templates = sl_templates_load (library, NULL);
      g_assert_true (filters != NULL && templates != NULL);
    }
  text = fuzz_text (data, size);
  lines = g_strsplit (text, "\n", 8);
  for (guint i = 0; lines[i]; i++)
    {
      SlObservable observable = { 0 };
      SlObservableLabel label = { 0 };
      SlPlan plan = { 0 };
      GError *error = NULL;
      gboolean good = sl_observable_parse (filters, lines[i], &observable, &error);

      fuzz_told (good, error);
      error = NULL;
      if (good)
        FUZZ_TOLD (sl_plan_add (&plan, &observable, templates, &error));
      sl_plan_clear (&plan);
      error = NULL;
      good = sl_observable_label (filters, templates, lines[i], &label, &error);
      fuzz_told (good, error);
      if (good)
        sl_observable_label_clear (&label);
    }
  return 0;
}
