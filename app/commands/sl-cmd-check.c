/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <locale.h>
#include <math.h>
#include <string.h>

#include <epoxy/gl.h>
#include <glib/gi18n.h>
#include <gtk/gtk.h>

#include "app/commands/sl-check-reference.h"
#include "app/commands/sl-commands.h"
#include "app/compute/sl-engines.h"
#include "app/io/sl-library-facts.h"
#include "model/galaxy/sl-presets.h"
#include "model/io/sl-data.h"
#include "model/support/sl-error.h"

/* Agreement with the stored numbers that PHYSICS.md requires of every engine. */
static const double tolerance[] = {
  [SL_CHECK_MAGNITUDE] = 1e-5,
  [SL_CHECK_WIDTH] = 1e-4, /* times the width, or times 1 A if that is larger */
  [SL_CHECK_LG] = 1e-6,
};
/* Relative error of a central difference with these steps, for observables that are accurate to a few 1e-7
 * (spectra are in single precision). */
#define DIFFERENCE_TOLERANCE 1e-3
static const struct { const char *observable; SlParamId parameter; double step; } difference_table[] = {
  { "rest:LSST/g", SL_PARAM_LG_QT, 1e-3 },
  { "ew:OIII5007", SL_PARAM_LGU_MEAN, 5e-3 },
  { "rest:LSST/u", SL_PARAM_AV_YOUNG, 5e-3 },
};

typedef enum { GOOD, NOTE, FAULT } Verdict;

typedef struct {
  guint faults;
} Check;

/* Prints a line of the report and counts faults. */
static void report (Check *check, Verdict verdict, const char *format, ...) G_GNUC_PRINTF (3, 4);

static void
report (Check *check, Verdict verdict, const char *format, ...)
{
  static const char *const words[] = { [GOOD] = "ok   ", [NOTE] = "note ", [FAULT] = "FAULT" };
  g_autofree char *text = NULL;
  va_list args;

  va_start (args, format);
  text = g_strdup_vprintf (format, args);
  va_end (args);
  g_print ("%s  %s\n", words[verdict], text);
  check->faults += verdict == FAULT;
}

static gboolean
check_data (Check *check)
{
  g_autoptr (GError) error = NULL;
  gboolean good = FALSE;
  g_autoptr (GPtrArray) files = sl_data_verify (NULL, &good, &error);

  if (!files)
    {
      report (check, FAULT, _ ("data: %s. Install the program's data again."), error->message);
      return FALSE;
    }
  for (guint i = 0; i < files->len; i++)
    {
      const SlDataFile *file = files->pdata[i];

      if (file->ok)
        report (check, GOOD, _ ("data: %s"), file->path);
      else
        report (check, FAULT, _ ("data: %s"), file->problem);
    }
  return good;
}

/* What the library is: the installed one, or that of --grid, which is checked as it is read. */
static void
check_library (Check *check, const SlCommandData *data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SlTemplates) templates = sl_command_load_templates (data, &error);
  g_autoptr (GPtrArray) facts = templates ? sl_library_facts (templates) : NULL;

  if (!facts)
    report (check, FAULT, _ ("library: %s"), error->message);
  for (guint i = 0; facts && i < facts->len; i++)
    {
      const SlLibraryFact *fact = facts->pdata[i];

      report (check, GOOD, _ ("library: %s: %s"), fact->title, fact->value);
    }
}

static SlEngine *
open_check_engine (const char *name, GError **error)
{
  const char *names[G_N_ELEMENTS (check_table) + 1] = { NULL };
  g_autoptr (SlTemplates) templates = NULL;
  g_autoptr (SlFilterSet) filters = NULL;
  SlEngineConfig config = { .observables = names };

  if (!sl_command_load_data (NULL, &templates, &filters, error))
    return NULL;
  for (guint i = 0; i < G_N_ELEMENTS (check_table); i++)
    names[i] = check_table[i].observable;
  config.templates = templates;
  config.filters = filters;
  return sl_engines_new (name, &config, error);
}

/* Compares observables of galaxy k with the stored numbers; reports the one that deviates most, in units of
 * its tolerance. */
static gboolean
compare_galaxy (Check *check, SlEngine *engine, SlResult *result, guint k, GError **error)
{
  SlRequest request = { .flags = SL_REQUEST_OBSERVABLES };
  double worst = 0.0;
  guint at = 0;

  if (!sl_preset_apply (check_galaxies[k].preset, &request.galaxy))
    {
      g_set_error (error, SL_ERROR, SL_ERROR_PARAMETER, _ ("there is no preset %s"),
                   check_galaxies[k].preset);
      return FALSE;
    }
  request.galaxy.value[SL_PARAM_REDSHIFT] = check_galaxies[k].redshift;
  request.galaxy.igm = FALSE;
  if (!sl_engine_evaluate (engine, &request, result, error))
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (check_table); i++)
    {
      double expected = check_table[i].value[k], off = fabs (result->obs[i] - expected);
      double scale = check_table[i].kind == SL_CHECK_WIDTH ? MAX (fabs (expected), 1.0) : 1.0;

      off /= scale * tolerance[check_table[i].kind];
      if (!(off <= worst))
        worst = off, at = i;
    }
  if (worst <= 1.0)
    report (check, GOOD, _ ("numbers: %s galaxy, %u observables within %.2g of their tolerances"),
            check_galaxies[k].preset, (guint) G_N_ELEMENTS (check_table), worst);
  else
    report (check, FAULT,
            _ ("numbers: %s galaxy: %s should be %.9g and is %.9g. Install the program again. If the "
               "fault persists, report it with the name of the processor."),
            check_galaxies[k].preset, check_table[at].observable, check_table[at].value[k], result->obs[at]);
  return TRUE;
}

static gboolean
compare_derivative (Check *check, SlEngine *engine, SlResult *result, guint k, GError **error)
{
  int row = sl_engine_find_observable (engine, difference_table[k].observable);
  SlParamId id = difference_table[k].parameter;
  SlRequest request = { .flags = SL_REQUEST_OBSERVABLES | SL_REQUEST_JACOBIAN,
                        .tangents = sl_param_set_all () };
  double side[2], exact, difference, middle;

  sl_preset_apply (check_galaxies[1].preset, &request.galaxy);
  request.galaxy.value[SL_PARAM_REDSHIFT] = check_galaxies[1].redshift;
  request.galaxy.igm = FALSE;
  middle = request.galaxy.value[id];
  if (!sl_engine_evaluate (engine, &request, result, error))
    return FALSE;
  exact = result->obs_jac[row * SL_N_PARAMS + id];
  request.flags = SL_REQUEST_OBSERVABLES;
  for (guint i = 0; i < 2; i++)
    {
      request.galaxy.value[id] = middle + (i ? 1.0 : -1.0) * difference_table[k].step;
      if (!sl_engine_evaluate (engine, &request, result, error))
        return FALSE;
      side[i] = result->obs[row];
    }
  difference = (side[1] - side[0]) / (2.0 * difference_table[k].step);
  if (fabs (exact - difference) <= DIFFERENCE_TOLERANCE * fabs (difference))
    report (check, GOOD, _ ("derivatives: ∂ %s / ∂ %s = %.6g, by differences %.6g"),
            difference_table[k].observable, sl_param_info (id)->name, exact, difference);
  else
    report (check, FAULT,
            _ ("derivatives: ∂ %s / ∂ %s = %.6g, by differences %.6g. Install the program again. If the "
               "fault persists, report it with the name of the processor."),
            difference_table[k].observable, sl_param_info (id)->name, exact, difference);
  return TRUE;
}

static void
check_engine (Check *check, const char *name)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SlEngine) engine = open_check_engine (name, &error);
  g_autoptr (SlResult) result = engine ? sl_result_new (engine) : NULL;

  if (engine)
    report (check, GOOD, _ ("engine: %s"), sl_engine_describe (engine));
  for (guint k = 0; engine && k < G_N_ELEMENTS (check_galaxies) && !error; k++)
    compare_galaxy (check, engine, result, k, &error);
  for (guint k = 0; engine && k < G_N_ELEMENTS (difference_table) && !error; k++)
    compare_derivative (check, engine, result, k, &error);
  if (error)
    report (check, FAULT, _ ("engine: %s"), error->message);
}

static void
check_devices (Check *check)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SlEngine) engine = NULL;
  gboolean device = g_file_test ("/dev/nvidia0", G_FILE_TEST_EXISTS);

  report (check, NOTE, device ? _ ("devices: NVIDIA device found (/dev/nvidia0)")
                              : _ ("devices: no NVIDIA device (/dev/nvidia0); the processor computes"));
  if (!sl_engines_have_device ())
    report (check, NOTE, _ ("devices: this copy was built without the CUDA engine"));
  else if ((engine = open_check_engine ("cuda", &error)))
    check_engine (check, "cuda");
  else
    report (check, NOTE, _ ("devices: %s"), error->message);
}

/* Names the OpenGL that a window of the program would get. */
static void
check_gl (Check *check, GdkDisplay *display, GdkSurface *surface)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GdkGLContext) gl = NULL;

  if (!gdk_display_prepare_gl (display, &error) || !(gl = gdk_surface_create_gl_context (surface, &error))
      || !gdk_gl_context_realize (gl, &error))
    {
      report (check, NOTE, _ ("graphics: no OpenGL (%s); plots are drawn by the processor"), error->message);
      return;
    }
  gdk_gl_context_make_current (gl);
  report (check, NOTE, _ ("graphics: OpenGL %s, %s"), (const char *) glGetString (GL_VERSION),
          (const char *) glGetString (GL_RENDERER));
  gdk_gl_context_clear_current ();
}

static void
check_graphics (Check *check)
{
  GtkWidget *window;
  GskRenderer *renderer;
  GdkDisplay *display;

  if (!gtk_init_check ())
    {
      report (check, NOTE,
              _ ("graphics: no display; commands work, the window does not. In a desktop session, make sure "
                 "that WAYLAND_DISPLAY or DISPLAY is set."));
      return;
    }
  display = gdk_display_get_default ();
  window = gtk_window_new ();
  gtk_widget_realize (window);
  renderer = gtk_native_get_renderer (GTK_NATIVE (window));
  report (check, GOOD, _ ("graphics: display %s, renderer %s"), gdk_display_get_name (display),
          renderer ? G_OBJECT_TYPE_NAME (renderer) : _ ("none"));
  check_gl (check, display, gtk_native_get_surface (GTK_NATIVE (window)));
  gtk_window_destroy (GTK_WINDOW (window));
}

static void
check_locale (Check *check)
{
  const char *name = setlocale (LC_ALL, NULL), *charset;

  if (!g_get_charset (&charset))
    report (check, NOTE, _ ("locale: %s encodes text as %s; choose a UTF-8 locale to see all characters"),
            name, charset);
  else
    report (check, GOOD, _ ("locale: %s, decimal separator “%s” on screen, “.” in files"),
            setlocale (LC_NUMERIC, NULL), localeconv ()->decimal_point);
}

static SlExit
run_check (const SlCommandLine *line)
{
  SlCommandData data = { 0 };
  const GOptionEntry entries[] = {
    SL_COMMAND_ENTRIES_DATA (data),
    { NULL },
  };
  Check check = { 0 };
  SlExit status;

  if (!sl_command_parse (line, entries, &status))
    return status;
  report (&check, GOOD, "starloom %s, GTK %u.%u.%u", SL_VERSION, gtk_get_major_version (),
          gtk_get_minor_version (), gtk_get_micro_version ());
  check_data (&check);
  check_library (&check, &data);
  sl_command_data_clear (&data);
  check_engine (&check, "cpu");
  check_graphics (&check);
  check_devices (&check);
  check_locale (&check);
  if (check.faults)
    g_print (ngettext ("%u fault\n", "%u faults\n", check.faults), check.faults);
  else
    g_print ("%s\n", _ ("no faults"));
  return check.faults ? SL_EXIT_FAULT : SL_EXIT_OK;
}

const SlCommand sl_command_check = {
  .name = "check",
  .summary = N_ ("Test data, numbers, graphics and devices; show the fix for each fault"),
  .help = N_ ("Each line begins with ok, note or FAULT. The exit status is 0 if there is no FAULT.\n"
              "--grid tells about another stellar library; numbers are tested with the installed one."),
  .run = run_check,
};
