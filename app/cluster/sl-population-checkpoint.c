/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/cluster/sl-population-checkpoint.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include <glib/gi18n.h>
#include <glib/gstdio.h>

#include "model/files/sl-kept-files.h"
#include "model/galaxy/sl-options.h"
#include "model/population/sl-population-fields.h"
#include "model/support/sl-descriptor.h"
#include "model/support/sl-error.h"
#include "model/support/sl-text-quote.h"

/* Layout: MAGIC, length of the text, text, checksum of these three; from the next multiple of BLOCK on two
 * records of equal length. Record: slabs done, sums, checksum of both. */
#define MAGIC "Starloom population checkpoint\n"
#define BLOCK 4096u
#define MOST_TEXT (1u << 20)
#define DIGEST 32
/* Bytes of a line that a message repeats. */
#define MOST_SHOWN 200
/* Time between writes, in units of the time that a write takes. */
#define TIME_BETWEEN 20

struct _SlPopCheckpoint {
  char *path;
  int fd;
  gsize records;             /* offset of the records */
  gsize length;              /* of a record */
  guint turn;                /* record that is written next: 0 or 1 */
  gint64 written, took;      /* time and duration of the last write, µs; 0: none yet */
};

/* ------------------------------------------------------ the run as text */

static void
digest (GChecksum *sum, const void *data, gsize bytes)
{
  const guchar *at = data;

  for (; bytes > 0 && data;)
    {
      const gsize part = MIN (bytes, G_MAXINT32);

      g_checksum_update (sum, at, part);
      at += part;
      bytes -= part;
    }
}

static void
add_digest (GString *text, const char *name, GChecksum *sum)
{
  g_string_append_printf (text, "%s %s\n", name, g_checksum_get_string (sum));
  g_checksum_free (sum);
}

/* "name 0.1 2 …": each number reads back to the same bits. */
static void
add_numbers (GString *text, const char *name, const double *x, guint n)
{
  char number[G_ASCII_DTOSTR_BUF_SIZE];

  g_string_append (text, name);
  for (guint i = 0; i < n; i++)
    g_string_append_printf (text, " %s", g_ascii_dtostr (number, sizeof number, x[i]));
  g_string_append_c (text, '\n');
}

static void
add_library (GString *text, const SlTemplates *t)
{
  GChecksum *sum = g_checksum_new (G_CHECKSUM_SHA256);
  const gsize cells = (gsize) t->n_met * t->n_age, gas = (gsize) t->n_young * t->n_lgu * t->n_met;

  digest (sum, t->lgmet, t->n_met * sizeof *t->lgmet);
  digest (sum, t->lg_age_gyr, t->n_age * sizeof *t->lg_age_gyr);
  digest (sum, t->wave, t->n_wave * sizeof *t->wave);
  for (gsize i = 0; i < cells; i++)
    digest (sum, t->flux + i * t->wave_stride, t->n_wave * sizeof *t->flux);
  digest (sum, t->lgu, t->n_lgu * sizeof *t->lgu);
  digest (sum, t->cwave, t->n_cwave * sizeof *t->cwave);
  digest (sum, t->continuum, gas * t->n_cwave * sizeof *t->continuum);
  digest (sum, t->line_wave, t->n_line * sizeof *t->line_wave);
  digest (sum, t->line_luminosity, gas * t->n_line * sizeof *t->line_luminosity);
  add_digest (text, "library", sum);
}

static void
add_bands (GString *text, const SlPopulationSpec *spec, const SlFilterSet *filters)
{
  for (guint b = 0; b < spec->n_bands; b++)
    {
      const SlFilter *filter = sl_filter_set_find (filters, spec->band[b]);
      GChecksum *sum = g_checksum_new (G_CHECKSUM_SHA256);
      g_autofree char *name = g_strdup_printf ("band %s", spec->band[b]);

      if (filter)
        {
          digest (sum, filter->wave, filter->n * sizeof *filter->wave);
          digest (sum, filter->transmission, filter->n * sizeof *filter->transmission);
        }
      add_digest (text, name, sum);
    }
}

static void
add_base (GString *text, const SlGalaxy *base)
{
  for (int p = 0; p < SL_N_PARAMS; p++)
    add_numbers (text, sl_param_info (p)->name, &base->value[p], 1);
  for (int o = 0; o < SL_N_OPTIONS; o++)
    g_string_append_printf (text, "%s %s\n", sl_option_info (o)->name,
                            sl_option_value_name (o, sl_galaxy_option (base, o)));
  g_string_append (text, "lines_off");
  for (guint i = 0; i < G_N_ELEMENTS (base->lines_off); i++)
    g_string_append_printf (text, " %" G_GINT64_MODIFIER "x", base->lines_off[i]);
  g_string_append_c (text, '\n');
}

/* A line for each distribution of each component, with the element's members in their order. */
static void
add_distributions (GString *text, const SlPopulationField *list, const SlPopulationSpec *spec)
{
  for (guint c = 0; c < spec->n_components; c++)
    for (int p = 0; p < SL_POP_N; p++)
      {
        double number[8];
        g_autofree char *name =
            g_strdup_printf ("distribution %u %s", c, sl_param_info (sl_pop_param (p))->name);

        g_assert (list->n_elements <= G_N_ELEMENTS (number));
        for (guint i = 0; i < list->n_elements; i++)
          number[i] = sl_population_field_get (&list->elements[i], &spec->axis[c][p]);
        add_numbers (text, name, number, list->n_elements);
      }
}

static void
add_correlations (GString *text, const SlPopulationSpec *spec)
{
  for (guint i = 0; i < spec->n_correlations; i++)
    {
      g_autofree char *name = g_strdup_printf ("correlation %s %s",
                                               sl_param_info (sl_pop_param (spec->correlation[i].a))->name,
                                               sl_param_info (sl_pop_param (spec->correlation[i].b))->name);

      add_numbers (text, name, &spec->correlation[i].rho, 1);
    }
}

static void
add_catalogue (GString *text, const SlPopCatalogue *catalogue)
{
  GChecksum *sum;

  if (!catalogue)
    return;
  sum = g_checksum_new (G_CHECKSUM_SHA256);
  g_string_append_printf (text, "catalogue_galaxies %" G_GUINT64_FORMAT "\n", catalogue->n);
  digest (sum, catalogue->row, catalogue->n * SL_POP_N * sizeof *catalogue->row);
  digest (sum, &catalogue->has, sizeof catalogue->has);
  add_digest (text, "catalogue", sum);
}

static void
add_field (GString *text, const SlPopulationField *field, const SlPopulation *population)
{
  const SlPopulationSpec *spec = sl_population_spec (population);
  g_autofree char *value = sl_population_field_to_text (field, spec);

  if (field->type == SL_POP_FIELD_GALAXY)
    add_base (text, &spec->base);
  else if (field->type == SL_POP_FIELD_DISTRIBUTIONS)
    add_distributions (text, field, spec);
  else if (field->type == SL_POP_FIELD_CORRELATIONS)
    add_correlations (text, spec);
  else if (field->type == SL_POP_FIELD_CATALOGUE)
    add_catalogue (text, spec->catalogue);
  else
    g_string_append_printf (text, "%s %s\n", field->name, value);
  if (field->type == SL_POP_FIELD_BANDS)
    add_bands (text, spec, sl_population_filters (population));
}

/* Everything that the sums depend on, one thing a line: the fields that change sums, and the data. */
static char *
run_to_text (const SlPopulation *population, guint64 n, gboolean gradient)
{
  GString *text = g_string_new (NULL);
  const char *device = sl_population_device (population);

  /* Devices and processors differ in the last digits, so that a run must not go on with another one. */
  g_string_append_printf (text,
                          "program starloom %s\nbyte_order %d\nslab %u\ngalaxies %" G_GUINT64_FORMAT
                          "\ngradient %d\nengine %s\n",
                          SL_VERSION, G_BYTE_ORDER, SL_POP_SLAB, n, !!gradient, device ? device : "cpu");
  for (guint i = 0; i < sl_population_field_count (); i++)
    if (sl_population_field (i)->flags & SL_POP_FIELD_SUMS)
      add_field (text, sl_population_field (i), population);
  add_library (text, sl_population_templates (population));
  return g_string_free (text, FALSE);
}

/* -------------------------------------------------------------- the file */

static gboolean
fail (GError **error, const SlPopCheckpoint *self, const char *format, ...) G_GNUC_PRINTF (3, 4);
static gboolean
fail (GError **error, const SlPopCheckpoint *self, const char *format, ...)
{
  g_autofree char *what = NULL;
  va_list list;

  va_start (list, format);
  what = g_strdup_vprintf (format, list);
  va_end (list);
  g_set_error (error, SL_ERROR, SL_ERROR_FILE, _ ("checkpoint %s: %s"), self->path, what);
  return FALSE;
}

static gboolean
write_at (const SlPopCheckpoint *self, const void *data, gsize bytes, gsize to, GError **error)
{
  if (!sl_descriptor_write (self->fd, data, bytes, to))
    return fail (error, self, _ ("it cannot be written: %s"), g_strerror (errno));
  if (fsync (self->fd) != 0 && errno != EINVAL)
    return fail (error, self, _ ("it cannot be written: %s"), g_strerror (errno));
  return TRUE;
}

/* Writes the checksum of the bytes before it into the last DIGEST bytes. */
static void
seal (void *data, gsize bytes)
{
  GChecksum *sum = g_checksum_new (G_CHECKSUM_SHA256);
  gsize size = DIGEST;

  digest (sum, data, bytes - DIGEST);
  g_checksum_get_digest (sum, (guint8 *) data + bytes - DIGEST, &size);
  g_checksum_free (sum);
}

static gboolean
is_sealed (const void *data, gsize bytes)
{
  g_autofree char *copy = g_memdup2 (data, bytes);

  seal (copy, bytes);
  return memcmp (copy, data, bytes) == 0;
}

static GByteArray *
make_header (const char *text)
{
  GByteArray *header = g_byte_array_new ();
  const guint32 length = GUINT32_TO_LE ((guint32) strlen (text));
  const guint8 space[DIGEST] = { 0 };

  g_byte_array_append (header, (const guint8 *) MAGIC, strlen (MAGIC));
  g_byte_array_append (header, (const guint8 *) &length, sizeof length);
  g_byte_array_append (header, (const guint8 *) text, strlen (text));
  g_byte_array_append (header, space, sizeof space);
  seal (header->data, header->len);
  return header;
}

/* Error that names the first line that differs. */
static gboolean
fail_other_run (const SlPopCheckpoint *self, const char *theirs, const char *ours, GError **error)
{
  g_auto (GStrv) there = g_strsplit (theirs, "\n", -1), here = g_strsplit (ours, "\n", -1);
  g_autofree char *line = NULL;
  guint i = 0;

  while (there[i] && here[i] && strcmp (there[i], here[i]) == 0)
    i++;
  /* The checksum says that it is complete, not that a program wrote it. */
  line = sl_text_quote (there[i] ? there[i] : "", MOST_SHOWN);
  return fail (error, self,
               _ ("it belongs to another run: “%s” there, “%s” here. Remove it, or give another name"), line,
               here[i] ? here[i] : "");
}

/* TRUE where the file belongs to this run; *is_new: it has no complete header yet. */
static gboolean
check_header (const SlPopCheckpoint *self, const GByteArray *header, const char *text, gboolean *is_new,
              GError **error)
{
  const gsize before = strlen (MAGIC) + sizeof (guint32);
  g_autofree char *found = g_malloc0 (before + MOST_TEXT + DIGEST + 1);
  const gsize got = sl_descriptor_read (self->fd, found, before + MOST_TEXT + DIGEST, 0);
  guint32 length = 0;

  /* Empty, or the program ended while it wrote the header. */
  *is_new = got < header->len && memcmp (found, header->data, got) == 0;
  if (*is_new)
    return TRUE;
  if (got < before || memcmp (found, MAGIC, strlen (MAGIC)) != 0)
    return fail (error, self,
                 _ ("expected a checkpoint of a population, found another kind of file. Give another name"));
  memcpy (&length, found + strlen (MAGIC), sizeof length);
  length = GUINT32_FROM_LE (length);
  if (length > MOST_TEXT || got < before + length + DIGEST || !is_sealed (found, before + length + DIGEST))
    return fail (error, self, _ ("it is damaged. Remove it to start again"));
  found[before + length] = 0;
  return strcmp (found + before, text) == 0 || fail_other_run (self, found + before, text, error);
}

/* Reads the complete record with more slabs. */
static void
read_records (SlPopCheckpoint *self, guint64 n, SlPopulationResult *result, guint64 *done)
{
  const guint64 n_slabs = (n + SL_POP_SLAB - 1) / SL_POP_SLAB;
  g_autofree char *record = g_malloc (self->length);

  for (guint turn = 0; turn < 2; turn++)
    {
      guint64 slabs;

      if (sl_descriptor_read (self->fd, record, self->length, self->records + turn * self->length)
              < self->length
          || !is_sealed (record, self->length))
        continue;
      memcpy (&slabs, record, sizeof slabs);
      if (slabs <= *done || slabs > n_slabs)
        continue;
      *done = slabs;
      self->turn = 1 - turn;
      memcpy (result->sums, record + sizeof slabs, result->size * sizeof *result->sums);
      result->n = MIN (slabs * SL_POP_SLAB, n);
    }
}

SlPopCheckpoint *
sl_pop_checkpoint_open (const char *path, const SlPopulation *population, guint64 n,
                        SlPopulationResult *result, guint64 *done, GError **error)
{
  SlPopCheckpoint *self = g_new0 (SlPopCheckpoint, 1);
  g_autofree char *text = run_to_text (population, n, result->gradient);
  g_autoptr (GByteArray) header = make_header (text);
  gboolean is_new = FALSE;

  memset (result->sums, 0, result->size * sizeof *result->sums);
  result->n = *done = 0;
  self->path = g_strdup (path);
  self->records = (header->len + BLOCK - 1) / BLOCK * BLOCK;
  self->length = sizeof (guint64) + result->size * sizeof *result->sums + DIGEST;
  /* Written in place, as each write changes one record of two. */
  self->fd = -1;
  if (!sl_file_can_write (path, error))
    {
      sl_pop_checkpoint_close (self);
      return NULL;
    }
  self->fd = g_open (path, O_RDWR | O_CREAT | O_CLOEXEC, 0666);
  if (self->fd < 0)
    fail (error, self, _ ("it cannot be written: %s"), g_strerror (errno));
  /* Other errors are ignored: some network file systems have no locks. */
  else if (flock (self->fd, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK)
    fail (error, self, _ ("another process is using it"));
  else if (check_header (self, header, text, &is_new, error)
           && (!is_new || write_at (self, header->data, header->len, 0, error)))
    {
      if (!is_new)
        read_records (self, n, result, done);
      return self;
    }
  sl_pop_checkpoint_close (self);
  return NULL;
}

gboolean
sl_pop_checkpoint_due (const SlPopCheckpoint *self)
{
  return self->written == 0 || g_get_monotonic_time () - self->written >= TIME_BETWEEN * self->took;
}

gboolean
sl_pop_checkpoint_write (SlPopCheckpoint *self, guint64 done, const SlPopulationResult *result,
                         GError **error)
{
  g_autofree char *record = g_malloc0 (self->length);
  const gint64 begun = g_get_monotonic_time ();

  memcpy (record, &done, sizeof done);
  memcpy (record + sizeof done, result->sums, result->size * sizeof *result->sums);
  seal (record, self->length);
  if (!write_at (self, record, self->length, self->records + self->turn * self->length, error))
    return FALSE;
  self->turn = 1 - self->turn;
  self->written = g_get_monotonic_time ();
  self->took = self->written - begun;
  return TRUE;
}

void
sl_pop_checkpoint_close (SlPopCheckpoint *self)
{
  if (!self)
    return;
  if (self->fd >= 0)
    close (self->fd);
  g_free (self->path);
  g_free (self);
}
