/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Modules that are missing, damaged or of another version, and devices that are full or get lost. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include <glib/gstdio.h>

#include "gpu/host/sl-gpu-engine.h"
#include "gpu/host/sl-gpu-load.h"
#include "model/support/sl-error.h"
#include "tests/model/reference.h"

static void
assert_no_module (const char *path, const char *says)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (sl_gpu_load (path, &error));
  g_assert_error (error, SL_ERROR, SL_ERROR_ENGINE);
  g_assert_nonnull (strstr (error->message, says));
  g_assert_nonnull (strstr (error->message, path));
}

static void
test_modules (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  const SlEngineClass *klass;
  int fd = g_file_open_tmp ("starloom-XXXXXX.so", &text, &error);

  g_assert_no_error (error);
  g_close (fd, NULL);
  g_assert_true (g_file_set_contents (text, "this is no module", -1, &error));
  assert_no_module ("/nowhere/module.so", "missing");
  assert_no_module (text, "loaded");
  assert_no_module (g_getenv ("SL_TEST_MODULE_EMPTY"), "no engine");
  assert_no_module (g_getenv ("SL_TEST_MODULE_OLD"), "another version");
  g_unlink (text);
  /* The right one still loads after them. */
  klass = sl_gpu_load (NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (klass->name, ==, "cuda");
  g_assert_true (sl_gpu_load (NULL, NULL) == klass);
  g_assert_null (sl_gpu_engine_class (NULL, NULL));
}

static SlEngine *
new_engine (SlTemplates *templates, SlFilterSet *filters, GError **error)
{
  static const char *const names[] = { "rest:LSST/g-r", NULL };
  static const double epochs[] = { 1.0, 5.0, 13.0 };
  const SlEngineConfig config = { .templates = templates,
                                  .filters = filters,
                                  .observables = names,
                                  .history_observables = names,
                                  .epochs = epochs,
                                  .n_epochs = G_N_ELEMENTS (epochs),
                                  .threads = 1 };

  return sl_engine_new (sl_gpu_load (NULL, NULL), &config, error);
}

/* A device that is full says so when the engine is made, wherever in it. */
static void
test_full (void)
{
  g_autoptr (SlTemplates) templates = load_templates ("ssp_tiny.h5");
  g_autoptr (SlFilterSet) filters = load_filters ();
  double needed = 0.0, available = 0.0, all = 0.0;
  gboolean made = FALSE;

  for (guint bytes = 1000; !made; bytes *= 3)
    {
      g_autofree char *most = g_strdup_printf ("%u", bytes);
      g_autoptr (GError) error = NULL;
      g_autoptr (SlEngine) engine = NULL;

      g_setenv ("STARLOOM_EMULATE_MEMORY", most, TRUE);
      engine = new_engine (templates, filters, &error);
      made = engine != NULL;
      if (!made)
        {
          g_assert_error (error, SL_ERROR, SL_ERROR_ENGINE);
          g_assert_true (g_str_has_prefix (error->message, "CUDA, emulated: its memory is too small: "));
          sscanf (strchr (error->message + strlen ("CUDA, emulated:"), ':'), ": %lf MiB are needed, and %lf",
                  &needed, &available);
          /* The same need however little there is, and what is free does not shrink by what was tried. */
          g_assert_true (all == 0.0 || needed == all);
          g_assert_cmpfloat (fabs (available * 1048576.0 - bytes), <, 60000.0);
          all = needed;
        }
      g_assert_true (made || bytes < G_MAXUINT / 3);
      g_assert_true (!made || bytes > 100000);
    }
  g_unsetenv ("STARLOOM_EMULATE_MEMORY");
}

/* One that is lost is an error that names it, each time; what it held is not used. */
static void
test_lost (void)
{
  g_autoptr (SlTemplates) templates = load_templates ("ssp_tiny.h5");
  g_autoptr (SlFilterSet) filters = load_filters ();
  g_autoptr (GError) error = NULL;
  g_autoptr (SlEngine) engine = NULL;
  g_autoptr (SlResult) result = NULL;
  SlRequest request = { .flags = SL_REQUEST_ALL & ~SL_REQUEST_HISTORIES & ~SL_REQUEST_HISTORY_JACOBIAN,
                        .tangents = sl_param_set_all () };

  g_setenv ("STARLOOM_EMULATE_FAIL_RUN", "2", TRUE);
  engine = new_engine (templates, filters, &error);
  g_unsetenv ("STARLOOM_EMULATE_FAIL_RUN");
  g_assert_no_error (error);
  result = sl_result_new (engine);
  sl_galaxy_init (&request.galaxy);
  g_assert_true (sl_engine_evaluate (engine, &request, result, &error));
  g_assert_no_error (error);
  for (guint k = 0; k < 3; k++)
    {
      request.galaxy.value[SL_PARAM_AV_OLD] += 0.01;
      g_assert_false (sl_engine_evaluate (engine, &request, result, &error));
      g_assert_error (error, SL_ERROR, SL_ERROR_ENGINE);
      g_assert_cmpstr (error->message, ==, "CUDA, emulated: run: the emulated device is lost; "
                                          "start Starloom again to use the device again");
      g_clear_error (&error);
    }
  /* The same galaxy again: there is no valid result to return. */
  g_assert_false (sl_engine_evaluate (engine, &request, result, NULL));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/gpu/modules", test_modules);
  g_test_add_func ("/gpu/full", test_full);
  g_test_add_func ("/gpu/lost", test_lost);
  return g_test_run ();
}
