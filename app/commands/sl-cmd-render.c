/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include <glib/gi18n.h>

#include "app/commands/sl-commands.h"
#include "app/compute/sl-engines.h"
#include "app/figures/sl-figures.h"
#include "app/figures/sl-param-labels.h"
#include "app/io/sl-export-data.h"
#include "app/io/sl-text.h"
#include "app/session/sl-scenes.h"
#include "model/files/sl-new-file.h"
#include "model/galaxy/sl-presets.h"
#include "model/support/sl-error.h"
#include "ui/plot/render/sl-plot-cairo.h"

#define DEFAULT_WIDTH_MM 180.0
#define LEAST_MM 30.0
#define MOST_MM 2000.0

static const char *const endings[] = { "pdf", "svg", "png" };

typedef struct {
  char *preset, *plot, *out, *width, *height, *gradient, *engine, *at;
  SlCommandData data;
  char **set, **with, **also, **pin;
  gboolean dark, list, differences;
} Options;

/* What is drawn. */
typedef struct {
  const SlFigureInfo *info;
  SlFigureOptions figure;
  SlGalaxySettings set;
  GPtrArray *pins;              /* (SlFigureCommandPin) of --pin */
  SlSessionScene scene;         /* of --preset, if it is one: pins come before those of --pin */
  GArray *shown;                /* (SlFigurePin) all of them, once they are evaluated */
  GPtrArray *galaxies;          /* (SlGalaxy) of shown, g_free */
  GPtrArray *results;           /* (SlResult) of shown */
} Render;

static void
render_clear (Render *self)
{
  sl_galaxy_settings_clear (&self->set);
  g_clear_pointer (&self->pins, g_ptr_array_unref);
  g_clear_pointer (&self->shown, g_array_unref);
  g_clear_pointer (&self->galaxies, g_ptr_array_unref);
  g_clear_pointer (&self->results, g_ptr_array_unref);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Render, render_clear)

static void
options_clear (Options *self)
{
  g_free (self->preset);
  g_free (self->plot);
  g_free (self->out);
  g_free (self->width);
  g_free (self->height);
  g_free (self->gradient);
  sl_command_data_clear (&self->data);
  g_free (self->engine);
  g_free (self->at);
  g_strfreev (self->pin);
  g_strfreev (self->set);
  g_strfreev (self->with);
  g_strfreev (self->also);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, options_clear)

static const char *
plot_name (guint i)
{
  return sl_figure_info (i)->name;
}

/* --- list ----------------------------------------------------------------- */

/* The options with their values, the default first, and the settings that are neither options nor parameters.
 */
static void
print_options (void)
{
  static const struct { const char *name, *title; } extra[] = {
    { "sfh_table=FILE", N_ ("Star-formation history: time in Gyr and rate, two columns of text or HDF5") },
    { "sfh_table_times=UNIT",
      N_ ("Times of this file, if other: myr, yr, s, lg_gyr, lg_yr, or lookback_gyr, lookback_myr …") },
    { "sfh_table_values=rates", N_ ("Take its rates as they are, whatever they look like") },
    { "metals_table=FILE", N_ ("Metallicity history: time in Gyr and log10 of the metal mass fraction") },
    { "metals_table_times=UNIT", N_ ("Times of this file, if other") },
    { "metals_table_values=UNIT", N_ ("Values of this file, if other: lgz_solar, z, z_solar") },
    { "sfh_edges=NUMBERS",
      N_ ("Edges of the age bins as lookback times in Gyr, eight, separated by colons") },
    { "t_obs=GYR", N_ ("Time after the Big Bang at which the galaxy is observed: sets redshift") },
    { "lines_off=NAMES",
      N_ ("Emission lines to switch off, named as in the library, separated by semicolons") },
  };

  g_print ("\n%s\n", _ ("Options (for --set): name, values, meaning"));
  for (int i = 0; i < SL_N_OPTIONS; i++)
    {
      g_autoptr (GString) values = g_string_new (NULL);
      g_auto (GStrv) title = g_strsplit (_ (sl_option_info (i)->title), "_", -1);
      g_autofree char *plain = g_strjoinv (NULL, title);

      for (guint k = 0; k < sl_option_info (i)->n_values; k++)
        g_string_append_printf (values, "%s%s", k ? ", " : "", sl_option_value_name (i, k));
      g_print ("  %-18s %s\n  %18s %s\n", sl_option_info (i)->name, plain, "", values->str);
    }
  for (guint i = 0; i < G_N_ELEMENTS (extra); i++)
    g_print ("  %-18s %s\n", extra[i].name, _ (extra[i].title));
}

/* The choices of a plot kind with their values, the default first. */
static void
print_choices (const SlFigureInfo *info)
{
  for (const SlFigureChoice *c = info->choices; c && c->name; c++)
    {
      g_autoptr (GString) values = g_string_new (NULL);

      for (const SlFigureValue *v = c->values; v->name; v++)
        g_string_append_printf (values, "%s%s", values->len ? ", " : "", v->name);
      g_print ("  %16s   %s=%s\n", "", c->name, values->str);
    }
}

static void
print_list (void)
{
  g_print ("%s\n", _ ("Presets:"));
  for (guint i = 0; i < sl_preset_count (); i++)
    g_print ("  %-16s %s\n", sl_preset_info (i)->name, _ (sl_preset_info (i)->description));
  g_print ("\n%s\n", _ ("Figures of the DSPS paper (for --preset):"));
  for (guint i = sl_preset_count (); sl_scene_info (i).name; i++)
    g_print ("  %-16s %s\n", sl_scene_info (i).name, _ (sl_scene_info (i).title));
  g_print ("\n%s\n", _ ("Plots and their choices (for --with), the default first:"));
  for (guint i = 0; i < sl_figure_count (); i++)
    {
      g_print ("  %-16s %s\n", sl_figure_info (i)->name, _ (sl_figure_info (i)->description));
      print_choices (sl_figure_info (i));
    }
  g_print ("\n%s\n", _ ("Parameters (for --set and --gradient): name, default, range, meaning"));
  for (int i = 0; i < SL_N_PARAMS; i++)
    {
      const SlParamInfo *info = sl_param_info (i);
      char value[3][G_ASCII_DTOSTR_BUF_SIZE];
      g_autofree char *range = NULL;

      g_ascii_formatd (value[0], sizeof value[0], "%.6g", info->def);
      g_ascii_formatd (value[1], sizeof value[1], "%g", info->lo);
      g_ascii_formatd (value[2], sizeof value[2], "%g", info->hi);
      range = g_strdup_printf ("%s … %s", value[1], value[2]);
      g_print ("  %-18s %9s  %-13s  %s\n", info->name, value[0], range,
               _ (sl_param_label (i)->title));
    }
  print_options ();
}

/* --- plot ----------------------------------------------------------------- */

static gboolean
read_mm (const char *option, const char *text, double *mm, GError **error)
{
  if (!text || (sl_text_to_number (text, mm) && *mm >= LEAST_MM && *mm <= MOST_MM))
    return TRUE;
  g_set_error (error, SL_ERROR, SL_ERROR_PARAMETER, _ ("%s: expected millimetres from %g to %g, found “%s”"),
               option, LEAST_MM, MOST_MM, text);
  return FALSE;
}

static gboolean
check_ending (const char *path, GError **error)
{
  const char *dot = strrchr (path, '.');

  if (sl_export_data_can (path))
    return TRUE;
  for (guint i = 0; dot && i < G_N_ELEMENTS (endings); i++)
    if (g_ascii_strcasecmp (dot + 1, endings[i]) == 0)
      return TRUE;
  g_set_error (error, SL_ERROR, SL_ERROR_FILE,
               _ ("%s: the file name must end in .pdf, .svg or .png, or for numbers in .csv, .tsv or .txt"),
               path);
  return FALSE;
}

static gboolean
read_choices (const SlFigureInfo *info, char **with, SlFigureOptions *figure, GError **error)
{
  for (guint i = 0; with && with[i]; i++)
    {
      const char *equals = strchr (with[i], '=');
      g_autofree char *name = equals ? g_strndup (with[i], equals - with[i]) : NULL;
      guint choice;
      int value;

      if (!equals)
        {
          g_set_error (error, SL_ERROR, SL_ERROR_PARAMETER, _ ("--with: expected NAME=VALUE, found “%s”"),
                       with[i]);
          return FALSE;
        }
      value = sl_figure_find_value (info, name, equals + 1, &choice, error);
      if (value < 0)
        {
          g_prefix_error (error, "--with: ");
          return FALSE;
        }
      figure->choice[choice] = value;
    }
  return TRUE;
}

/* Reads the parameters whose gradients are drawn; those of a scene are there already. */
static gboolean
read_gradients (const Options *options, SlFigureOptions *figure, GError **error)
{
  if (options->gradient
      && !sl_figure_command_read_gradient (options->gradient, &figure->gradient, &figure->tied, error))
    {
      g_prefix_error (error, "--gradient: ");
      return FALSE;
    }
  figure->sed_gradient |= options->gradient != NULL;
  if (options->gradient || options->also)
    figure->more_gradients = sl_param_set_none ();
  for (guint i = 0; options->also && options->also[i]; i++)
    {
      int more = sl_text_to_parameter (options->also[i], error);

      if (more < 0)
        {
          g_prefix_error (error, "--also: ");
          return FALSE;
        }
      sl_param_set_add (&figure->more_gradients, more);
    }
  return TRUE;
}

/* The gradients and choices of a scene, which further options change. */
static void
take_scene (Render *self, const Options *options)
{
  const SlSessionScene *scene = &self->scene;
  gboolean found = FALSE;

  sl_session_scene_init (&self->scene);
  self->figure.gradient = SL_PARAM_LG_QT;
  if (!options->preset || !sl_scene_make (options->preset, &self->scene))
    return;
  if (scene->gradient >= 0)
    {
      self->figure.gradient = scene->gradient;
      self->figure.tied = scene->tied;
      self->figure.more_gradients = scene->more_gradients;
      self->figure.sed_gradient = TRUE;
    }
  self->figure.differences = scene->differences;
  for (guint i = 0; i < scene->layout.n_tiles && scene->has_layout && !found; i++)
    if ((found = strcmp (scene->layout.tile[i].figure, self->info->name) == 0))
      sl_session_tile_fill_choices (&scene->layout.tile[i], self->figure.choice);
}

static gboolean
read_pins (Render *self, const Options *options, GError **error)
{
  self->pins = g_ptr_array_new_with_free_func (sl_figure_command_pin_free);
  for (guint i = 0; options->pin && options->pin[i]; i++)
    {
      SlFigureCommandPin *pin = g_new0 (SlFigureCommandPin, 1);

      g_ptr_array_add (self->pins, pin);
      if (!sl_figure_command_read_pin (options->pin[i], pin, error))
        return FALSE;
    }
  self->figure.differences |= options->differences;
  return TRUE;
}

/* A pin's galaxy: of a preset, or the galaxy it is compared with, changed by its settings. */
static gboolean
pin_galaxy (const SlFigureCommandPin *pin, const SlGalaxy *live, SlGalaxy *galaxy, GError **error)
{
  gboolean good;

  *galaxy = *live;
  if (pin->preset)
    good = sl_galaxy_settings_to_galaxy (&pin->set, pin->preset, galaxy, error);
  else
    {
      sl_galaxy_settings_apply (&pin->set, galaxy);
      good = sl_galaxy_check (galaxy, FALSE, error);
    }
  if (!good)
    g_prefix_error (error, "--pin %s: ", pin->name);
  return good;
}

/* Evaluates a pin as the galaxy of a request. */
static gboolean
add_pin (Render *self, SlEngine *engine, const SlRequest *live, const char *name, const SlGalaxy *galaxy,
         GError **error)
{
  SlFigurePin pin = { .name = name, .galaxy = g_memdup2 (galaxy, sizeof *galaxy),
                      .result = sl_result_new (engine), .colour = self->shown->len };
  SlRequest request = *live;

  g_ptr_array_add (self->galaxies, (gpointer) pin.galaxy);
  g_ptr_array_add (self->results, (gpointer) pin.result);
  request.galaxy = *galaxy;
  request.flags &= ~(SL_REQUEST_OBSERVABLES | SL_REQUEST_JACOBIAN);
  g_array_append_val (self->shown, pin);
  if (sl_engine_evaluate (engine, &request, (SlResult *) pin.result, error))
    return TRUE;
  g_prefix_error (error, "--pin %s: ", name);
  return FALSE;
}

static gboolean
evaluate_pins (Render *self, SlEngine *engine, const SlRequest *live, GError **error)
{
  self->shown = g_array_new (FALSE, FALSE, sizeof (SlFigurePin));
  self->galaxies = g_ptr_array_new_with_free_func (g_free);
  self->results = g_ptr_array_new_with_free_func ((GDestroyNotify) sl_result_free);
  for (guint i = 0; i < self->scene.n_pins; i++)
    if (!add_pin (self, engine, live, self->scene.pin[i].name, &self->scene.pin[i].galaxy, error))
      return FALSE;
  for (guint i = 0; i < self->pins->len; i++)
    {
      SlFigureCommandPin *pin = self->pins->pdata[i];
      SlGalaxy galaxy;

      if (!sl_galaxy_settings_use_library (&pin->set, engine->templates, error)
          || !pin_galaxy (pin, &live->galaxy, &galaxy, error)
          || !add_pin (self, engine, live, pin->name, &galaxy, error))
        return FALSE;
      sl_command_tell (pin->set.notes);
    }
  self->figure.pins = (const SlFigurePin *) (gpointer) self->shown->data;
  self->figure.n_pins = self->shown->len;
  return TRUE;
}

/* Writes the curves of a plot as numbers. */
static gboolean
write_data (SlPlot *plot, const Render *self, const Options *options, const SlTemplates *templates,
            GError **error)
{
  const SlExportData data = { .plot = plot,
                              .command = { .info = self->info,
                                           .options = &self->figure,
                                           .preset = options->preset,
                                           .lines = (const char *const *) templates->line_name,
                                           .n_lines = templates->n_line,
                                           .grid = options->data.grid,
                                           .medium = options->data.medium },
                              .library = templates->path,
                              .imf = templates->imf };

  return sl_export_data (&data, options->out, error);
}

/* Returns the plot; a file of numbers is written here. */
static SlPlot *
evaluate_plot (Render *self, const Options *options, GError **error)
{
  g_autoptr (SlTemplates) templates = NULL;
  g_autoptr (SlFilterSet) filters = NULL;
  SlEngineConfig config = { .observables = sl_figure_observables (),
                            .history_observables = sl_figure_history_observables (),
                            .allow_missing_lines = TRUE };
  g_autoptr (SlEngine) engine = NULL;
  g_autoptr (SlResult) result = NULL;
  g_autoptr (SlPlot) plot = NULL;
  SlRequest request = { 0 };

  if (!sl_command_load_galaxy (&options->data, &self->set, options->preset, &templates, &filters,
                               &request.galaxy, error))
    return NULL;
  sl_command_tell (self->set.notes);
  sl_command_tell_history (&request.galaxy);
  config.templates = templates;
  config.filters = filters;
  config.epochs = sl_figure_epochs (&config.n_epochs);
  engine = sl_command_open_engine (options->engine, &config, error);
  if (!engine)
    return NULL;
  result = sl_result_new (engine);
  self->figure.galaxy = &request.galaxy;
  self->figure.filters = filters;
  sl_figure_request (self->info, &self->figure, self->info->histories || self->figure.sed_gradient, &request);
  if (!sl_engine_evaluate (engine, &request, result, error)
      || !evaluate_pins (self, engine, &request, error))
    return NULL;
  plot = sl_figure_make (self->info, engine, result, &self->figure);
  if (sl_export_data_can (options->out) && !write_data (plot, self, options, templates, error))
    return NULL;
  return g_steal_pointer (&plot);
}

/* Sizes for print; dark: with the dark colours of the screen. */
static void
make_theme (SlPlotTheme *theme, gboolean dark)
{
  SlPlotTheme screen;

  sl_plot_theme_init (theme, SL_PLOT_THEME_PRINT, 1.0);
  if (!dark)
    return;
  sl_plot_theme_init (&screen, SL_PLOT_THEME_DARK, 1.0);
  memcpy (theme->colours, screen.colours, sizeof theme->colours);
  theme->background = screen.background;
  theme->text = screen.text;
  theme->axis = screen.axis;
}

/* Mistakes in the command are reported before the library, which takes longer, is read. */
static gboolean
read_options (Render *self, const Options *options, GError **error)
{
  g_auto (GStrv) set = sl_galaxy_settings_with_time ((const char *const *) options->set, options->at);
  SlGalaxy galaxy, other;

  take_scene (self, options);
  if (!sl_galaxy_settings_parse (&self->set, (const char *const *) set, error)
      || !sl_galaxy_settings_to_galaxy (&self->set, options->preset, &galaxy, error)
      || !read_choices (self->info, options->with, &self->figure, error)
      || !read_gradients (options, &self->figure, error) || !read_pins (self, options, error))
    return FALSE;
  for (guint i = 0; i < self->pins->len; i++)
    if (!pin_galaxy (self->pins->pdata[i], &galaxy, &other, error))
      return FALSE;
  return TRUE;
}

static gboolean
render (const Options *options, GError **error)
{
  g_auto (Render) self = { .info = sl_figure_find (options->plot) };
  double width = DEFAULT_WIDTH_MM, height;
  SlPlotTheme theme;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (SlPlot) plot = NULL;

  if (!self.info)
    {
      g_autofree char *known = sl_text_join (sl_figure_count (), plot_name);

      g_set_error (error, SL_ERROR, SL_ERROR_PARAMETER, _ ("unknown plot “%s”; expected one of %s"),
                   options->plot, known);
      return FALSE;
    }
  if (!check_ending (options->out, error) || !read_mm ("--width-mm", options->width, &width, error))
    return FALSE;
  height = sl_figure_height_mm (self.info, width);
  if (!read_mm ("--height-mm", options->height, &height, error) || !read_options (&self, options, error))
    return FALSE;
  plot = evaluate_plot (&self, options, error);
  make_theme (&theme, options->dark);
  if (sl_export_data_can (options->out))
    return plot != NULL;
  bytes = plot ? sl_plot_export (plot, options->out, width, height, &theme, error) : NULL;
  return bytes
         && sl_file_write (options->out, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes),
                           SL_FILE_SHARED, error);
}

static SlExit
run_render (const SlCommandLine *line)
{
  g_auto (Options) o = { 0 };
  const GOptionEntry entries[] = {
    { "plot", 'p', 0, G_OPTION_ARG_STRING, &o.plot, N_ ("What to draw"), N_ ("KIND") },
    { "out", 'o', 0, G_OPTION_ARG_FILENAME, &o.out, N_ ("File to write"), N_ ("FILE.pdf|svg|png|csv") },
    SL_COMMAND_ENTRY_PRESET (&o.preset),
    SL_COMMAND_ENTRY_SET (&o.set),
    SL_COMMAND_ENTRY_AT (&o.at),
    { "gradient", 'g', 0, G_OPTION_ARG_STRING, &o.gradient,
      N_ ("Parameter of the gradient, or several that change together (default: lg_qt)"),
      N_ ("PARAMETER[+PARAMETER…]") },
    { "also", 0, 0, G_OPTION_ARG_STRING_ARRAY, &o.also,
      N_ ("A further parameter of gradients; may be repeated"), N_ ("PARAMETER") },
    { "with", 'w', 0, G_OPTION_ARG_STRING_ARRAY, &o.with, N_ ("Choice of the plot; may be repeated"),
      N_ ("NAME=VALUE") },
    { "pin", 0, 0, G_OPTION_ARG_STRING_ARRAY, &o.pin, N_ ("A galaxy to compare with; may be repeated"),
      N_ ("'NAME: [preset=PRESET,] NAME=VALUE, …'") },
    { "differences", 0, 0, G_OPTION_ARG_NONE, &o.differences, N_ ("Show the galaxy minus each pin"), NULL },
    { "width-mm", 0, 0, G_OPTION_ARG_STRING, &o.width,
      N_ ("Width (default: 180; one column of a page is 88)"), N_ ("MM") },
    { "height-mm", 0, 0, G_OPTION_ARG_STRING, &o.height, N_ ("Height (default: depends on plot and width)"),
      N_ ("MM") },
    { "dark", 0, 0, G_OPTION_ARG_NONE, &o.dark, N_ ("Light lines on a dark background"), NULL },
    SL_COMMAND_ENTRIES_DATA (o.data),
    SL_COMMAND_ENTRY_ENGINE (&o.engine),
    { "list", 'l', 0, G_OPTION_ARG_NONE, &o.list, N_ ("List presets, plots, parameters and options"), NULL },
    { NULL },
  };
  GError *error = NULL;
  SlExit status;

  if (!sl_command_parse (line, entries, &status))
    return status;
  if (o.list)
    {
      print_list ();
      return SL_EXIT_OK;
    }
  if (!o.plot)
    {
      g_autofree char *known = sl_text_join (sl_figure_count (), plot_name);

      return sl_command_fail (SL_EXIT_USAGE, _ ("render: --plot is missing; expected one of %s"), known);
    }
  if (!o.out)
    return sl_command_fail_missing (line, "--out");
  if (!render (&o, &error))
    return sl_command_fail_error (SL_EXIT_FAULT, error);
  return SL_EXIT_OK;
}

const SlCommand sl_command_render = {
  .name = "render",
  .summary = N_ ("Draw a figure of a galaxy to a PDF, SVG or PNG file, or write its curves"),
  .arguments = N_ ("--plot KIND --out FILE"),
  .help = N_ (
    "The ending of FILE chooses the format; .csv, .tsv and .txt contain numbers.\n"
    "A galaxy of --pin that names no preset is the one that is drawn, with its own settings. In names\n"
    "and values, \\ takes the next colon, comma or \\ as it is.\n"
    "--preset takes the figures of the paper, too: their galaxies, pins, gradients and choices.\n"
    "starloom render --list names galaxies, plots, parameters and options."),
  .run = run_render,
};
