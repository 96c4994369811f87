/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/commands/sl-commands.h"

#include <math.h>
#include <stdio.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

#include <glib/gi18n.h>

#include "app/cluster/sl-mpi.h"
#include "app/compute/sl-engines.h"
#include "app/io/sl-text.h"
#include "app/session/sl-session.h"
#include "app/sl-command-list.h"
#include "model/cosmology/sl-cosmology.h"
#include "model/files/sl-kept-files.h"
#include "model/io/sl-data.h"
#include "model/sfh/sl-sfh-table.h"
#include "model/observables/sl-line-spill.h"
#include "model/support/sl-error.h"

#define DECLARE(name) extern const SlCommand sl_command_##name;
SL_COMMAND_LIST (DECLARE)

#define ROW(name) &sl_command_##name,
static const SlCommand *const command_table[] = { SL_COMMAND_LIST (ROW) };

/* Options that open the window. */
static const char *const window_options[] = { "--exit-after-startup", "--gapplication-service", "--display" };

static const char *
command_name (guint i)
{
  return command_table[i]->name;
}

static void
print_exit_codes (void)
{
  g_print ("%s\n%s\n%s\n%s\n%s\n", _ ("Exit status:"), _ ("  0    success"),
           _ ("  1    a file, a value or the machine is at fault; the message says which"),
           _ ("  2    the command line is at fault: a command or option is unknown or missing"),
           _ ("  130  interrupted; no incomplete file is left"));
}

static void
print_help (void)
{
  g_print ("%s\n  starloom [FILE" SL_SESSION_ENDING "]\n  starloom %s\n\n%s\n", _ ("Usage:"),
           _ ("COMMAND [OPTION…]"),
           _ ("The light of galaxies and its derivatives. Without a command the window opens.\n"
              "\n"
              "Commands:"));
  for (guint i = 0; i < G_N_ELEMENTS (command_table); i++)
    g_print ("  %-10s %s\n", command_table[i]->name, _ (command_table[i]->summary));
  g_print ("\n%s\n", _ ("Options:\n"
                        "  -h, --help               Show this help; after a command, the command's\n"
                        "  --version                Show the version\n"
                        "  --exit-after-startup     Open the window, draw once, close\n"));
  print_exit_codes ();
}

static char *
join_options (const GOptionEntry *entries)
{
  GString *text = g_string_new (NULL);

  for (; entries->long_name; entries++)
    g_string_append_printf (text, "--%s, ", entries->long_name);
  g_string_append (text, "--help");
  return g_string_free (text, FALSE);
}

/* --- dispatch ------------------------------------------------------------- */

/* A file for the window, whether it exists or not; desktops pass URIs. */
static gboolean
is_document (const char *argument)
{
  return argument[0] != '-'
         && (g_str_has_suffix (argument, SL_SESSION_ENDING) || g_str_has_prefix (argument, "file://"));
}

static gboolean
is_window_option (const char *argument)
{
  for (guint i = 0; i < G_N_ELEMENTS (window_options); i++)
    if (g_str_has_prefix (argument, window_options[i]))
      return TRUE;
  return FALSE;
}

/* The argument that the window does not take after argv[1], or NULL. */
static const char *
find_unexpected (int argc, char **argv)
{
  const gboolean document = is_document (argv[1]);

  for (int k = 2; k < argc; k++)
    if (document ? strcmp (argv[2], "--exit-after-startup") != 0
                 : argv[k][0] != '-' && !is_document (argv[k]))
      return argv[k];
  return NULL;
}

static SlExit
run (int argc, char **argv, gboolean *window)
{
  g_autofree char *known = NULL;
  const char *first = argc > 1 ? argv[1] : NULL;

  *window = !first;
  if (!first)
    return SL_EXIT_OK;
  if (strcmp (first, "--version") == 0)
    {
      g_print ("starloom %s\n", SL_VERSION);
      return SL_EXIT_OK;
    }
  if (strcmp (first, "--help") == 0 || strcmp (first, "-h") == 0 || strcmp (first, "help") == 0)
    {
      print_help ();
      return SL_EXIT_OK;
    }
  for (guint i = 0; i < G_N_ELEMENTS (command_table); i++)
    if (strcmp (first, command_table[i]->name) == 0)
      return command_table[i]->run (&(SlCommandLine) { command_table[i], argv + 2 });
  if (is_document (first) || is_window_option (first))
    {
      const char *unexpected = find_unexpected (argc, argv);

      if (unexpected)
        return sl_command_fail (SL_EXIT_USAGE, _ ("unexpected “%s” after %s"), unexpected, first);
      *window = TRUE;
      return SL_EXIT_OK;
    }
  if (first[0] == '-')
    return sl_command_fail (SL_EXIT_USAGE,
                            _ ("unknown option %s; expected --help, --version or --exit-after-startup"),
                            first);
  known = sl_text_join (G_N_ELEMENTS (command_table), command_name);
  return sl_command_fail (SL_EXIT_USAGE,
                          _ ("unknown command “%s”; expected one of %s. See starloom --help"), first, known);
}

SlExit
sl_commands_run (int argc, char **argv, gboolean *window)
{
  SlExit status;

  sl_files_guard ();
  sl_data_keep ();
  status = run (argc, argv, window);
  if (*window || (fflush (stdout) == 0 && !ferror (stdout)) || status != SL_EXIT_OK)
    return status;
  return sl_command_fail (SL_EXIT_FAULT, _ ("not all of the output could be written; is the disk full?"));
}

/* --- for commands --------------------------------------------------------- */

SlExit
sl_command_fail (SlExit status, const char *format, ...)
{
  g_autofree char *message = NULL;
  va_list args;

  va_start (args, format);
  message = g_strdup_vprintf (format, args);
  va_end (args);
  /* All ranks fail together with the same message. */
  if (sl_mpi_rank () == 0)
    g_printerr ("starloom: %s\n", message);
  return status;
}

void
sl_command_tell (const char *lines)
{
  g_auto (GStrv) line = g_strsplit (lines ? lines : "", "\n", -1);

  for (guint i = 0; line[i] && sl_mpi_rank () == 0; i++)
    if (*line[i])
      g_printerr (_ ("starloom: note: %s\n"), line[i]);
}

void
sl_command_tell_refused (const GError *refused)
{
  g_autofree char *note =
      refused ? g_strdup_printf (_ ("computed on the CPU, no device is used: %s"), refused->message) : NULL;

  sl_command_tell (note);
}

SlEngine *
sl_command_open_engine (const char *name, const SlEngineConfig *config, GError **error)
{
  SlEngine *engine = sl_engines_new (name ? name : "cpu", config, error);

  if (engine)
    sl_command_tell_refused (sl_engines_lost (engine));
  return engine;
}

void
sl_command_tell_lost (SlEngine *engine)
{
  const GError *lost = sl_engines_lost (engine);
  g_autofree char *note = NULL;

  if (!lost || !sl_engines_had_device (engine))
    return;
  note = g_strdup_printf (_ ("the device was lost, and the CPU continued: %s"), lost->message);
  sl_command_tell (note);
}

void
sl_command_tell_history (const SlGalaxy *galaxy)
{
  SlEpoch epoch;
  g_autofree char *note = NULL;

  if (galaxy->sfh_form != SL_SFH_TABLE || !galaxy->sfh_table)
    return;
  sl_cosmology_epoch (galaxy->value + SL_PARAM_REDSHIFT, &epoch);
  note = sl_sfh_table_note (galaxy->sfh_table, epoch.t_obs);
  sl_command_tell (note);
}

SlExit
sl_command_fail_error (SlExit status, GError *error)
{
  sl_command_fail (status, "%s", error->message);
  g_error_free (error);
  return status;
}

SlExit
sl_command_fail_missing (const SlCommandLine *line, const char *option)
{
  return sl_command_fail (SL_EXIT_USAGE, _ ("%s: %s is missing; see starloom %s --help"), line->command->name,
                          option, line->command->name);
}

static void
print_command_help (const SlCommand *command, GOptionContext *context)
{
  g_autofree char *name = g_strdup_printf ("starloom %s", command->name), *text = NULL;

  g_set_prgname (name);
  g_option_context_set_summary (context, _ (command->summary));
  g_option_context_set_description (context, command->help ? _ (command->help) : NULL);
  text = g_option_context_get_help (context, TRUE, NULL);
  g_print ("%s\n", text);
  print_exit_codes ();
}

gboolean
sl_command_parse (const SlCommandLine *line, const GOptionEntry *entries, SlExit *status)
{
  gboolean help = FALSE;
  const GOptionEntry help_entry[] = {
    { "help", 'h', G_OPTION_FLAG_NONE, G_OPTION_ARG_NONE, &help, N_ ("Show this help"), NULL },
    { NULL },
  };
  const SlCommand *command = line->command;
  const char *usage = command->arguments ? _ (command->arguments) : NULL;
  g_autoptr (GOptionContext) context = g_option_context_new (usage);
  g_autoptr (GError) error = NULL;
  g_autofree char *known = join_options (entries);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) arguments = NULL;

  /* g_option_context_parse_strv() expects the program's name first. */
  g_strv_builder_add (builder, "starloom");
  g_strv_builder_addv (builder, (const char **) line->arguments);
  arguments = g_strv_builder_end (builder);

  g_option_context_set_help_enabled (context, FALSE);
  g_option_context_set_translation_domain (context, GETTEXT_PACKAGE);
  g_option_context_add_main_entries (context, entries, GETTEXT_PACKAGE);
  g_option_context_add_main_entries (context, help_entry, GETTEXT_PACKAGE);
  if (!g_option_context_parse_strv (context, &arguments, &error))
    {
      *status = sl_command_fail (SL_EXIT_USAGE, _ ("%s: %s. Options of this command: %s"), command->name,
                                 error->message, known);
      return FALSE;
    }
  if (help)
    {
      print_command_help (command, context);
      *status = SL_EXIT_OK;
      return FALSE;
    }
  if (arguments && arguments[0] && arguments[1])
    {
      *status =
          sl_command_fail (SL_EXIT_USAGE, _ ("%s: unexpected argument “%s”. Options of this command: %s"),
                           command->name, arguments[1], known);
      return FALSE;
    }
  return TRUE;
}

gboolean
sl_command_whole_number (const char *option, const char *text, guint64 least, guint64 most, guint64 *value,
                         GError **error)
{
  double number;

  if (!text)
    return TRUE;
  if (!sl_text_to_number (text, &number) || number != floor (number) || number < least || number > most)
    {
      g_set_error (error, SL_ERROR, SL_ERROR_PARAMETER,
                   _ ("%s: expected a whole number from %.0f to %.0f, found “%s”"), option, (double) least,
                   (double) most, text);
      return FALSE;
    }
  *value = (guint64) number;
  return TRUE;
}

/* --- data ----------------------------------------------------------------- */

void
sl_command_data_clear (SlCommandData *self)
{
  g_free (self->grid);
  g_free (self->filters);
  g_free (self->mend);
  g_free (self->medium);
}

void
sl_command_keep_data (const SlCommandData *self)
{
  if (self->grid)
    sl_file_keep (self->grid);
  if (self->filters)
    sl_file_keep (self->filters);
}

/* The path of an option or of the installed file, and what may be mended. */
static gboolean
read_data_options (const SlCommandData *data, const char *given, const char *basename, char **path,
                   SlMend *allowed, GError **error)
{
  *path = given ? g_strdup (given) : sl_data_path (basename);
  if (!sl_mend_parse (data ? data->mend : NULL, allowed, error))
    {
      g_prefix_error (error, "--mend: ");
      return FALSE;
    }
  *allowed |= sl_mend_environment ();
  return TRUE;
}

SlTemplates *
sl_command_load_templates (const SlCommandData *data, GError **error)
{
  const char *medium = data ? data->medium : NULL;
  g_autofree char *path = NULL;
  SlMedium said = SL_MEDIUM_LIBRARY;
  SlTemplates *templates;
  SlMend allowed;

  if (medium && !sl_medium_find (medium, &said))
    {
      g_set_error (error, SL_ERROR, SL_ERROR_PARAMETER,
                   _ ("--wave-medium: expected air or vacuum, found “%s”"), medium);
      return NULL;
    }
  if (!read_data_options (data, data ? data->grid : NULL, "ssp_bc03_miles.h5", &path, &allowed, error)
      || !(templates = sl_templates_load_as (path, allowed, said, error)))
    return NULL;
  sl_command_tell (templates->notes->str);
  if (!templates->medium_given && !medium)
    {
      g_autofree char *note =
          g_strdup_printf (_ ("%s does not say whether its wavelengths are in air; taken as in vacuum, as "
                              "FSPS makes them. --wave-medium air says otherwise."),
                           templates->path);

      sl_command_tell (note);
    }
  return templates;
}

SlFilterSet *
sl_command_load_filters (const SlCommandData *data, GError **error)
{
  g_autofree char *path = NULL;
  SlMend allowed;
  SlFilterSet *filters =
      read_data_options (data, data ? data->filters : NULL, "filters.h5", &path, &allowed, error)
          ? sl_filter_set_load_mended (path, allowed, error)
          : NULL;

  sl_command_tell (filters ? filters->notes->str : NULL);
  return filters;
}

gboolean
sl_command_load_data (const SlCommandData *data, SlTemplates **templates, SlFilterSet **filters,
                      GError **error)
{
  *templates = sl_command_load_templates (data, error);
  *filters = *templates ? sl_command_load_filters (data, error) : NULL;
  return *filters != NULL;
}

gboolean
sl_command_load_galaxy (const SlCommandData *data, SlGalaxySettings *settings, const char *preset,
                        SlTemplates **templates, SlFilterSet **filters, SlGalaxy *galaxy, GError **error)
{
  return sl_command_load_data (data, templates, filters, error)
         && sl_galaxy_settings_use_library (settings, *templates, error)
         && sl_galaxy_settings_to_galaxy (settings, preset, galaxy, error);
}

void
sl_command_tell_spills (const char *const *observables, SlFilterSet *filters, SlTemplates *templates,
                        const SlGalaxy *galaxy)
{
  for (guint i = 0; observables[i] && sl_mpi_rank () == 0; i++)
    {
      g_autofree char *spill = sl_observable_spill (filters, observables[i], templates, galaxy);

      if (spill)
        g_printerr ("starloom: %s\n", spill);
    }
}
/* --- interrupts ----------------------------------------------------------- */

static volatile sig_atomic_t interrupted;

static void
interrupt_cb (int number)
{
  interrupted = 1;
}

void
sl_command_catch_interrupts (void)
{
  const struct sigaction action = { .sa_handler = interrupt_cb };

  sigaction (SIGINT, &action, NULL);
  sigaction (SIGTERM, &action, NULL);
}

gboolean
sl_command_interrupted (void)
{
  return interrupted != 0;
}

gboolean
sl_command_agree_interrupted (void)
{
  interrupted = sl_mpi_any (interrupted != 0);
  return interrupted != 0;
}
