/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/plot/render/sl-plot-cairo.h"

#include <math.h>
#include <string.h>

#include <cairo-pdf.h>
#include <cairo-svg.h>
#include <glib/gi18n-lib.h>

#include "ui/plot/layout/sl-plot-ticks.h"
#include "ui/plot/sl-plot-private.h"

#define POINTS_PER_MM (72 / 25.4)
#define PNG_DPI 300.0
/* From a stamp to a poster: a size beyond is probably a typing error, and a PNG would fill the memory. */
#define MIN_MM 10
#define MAX_MM 1200
/* In points. Finer than printers and eyes resolve, coarse enough to keep spectra small. */
#define VECTOR_RESOLUTION 0.05

G_DEFINE_QUARK (sl-export-error-quark, sl_export_error)

typedef struct {
  SlPlot *plot;
  const SlPlotTheme *theme;
  double width, height;    /* points */
  GByteArray *bytes;
} Job;

static cairo_status_t
write_cb (void *data, const unsigned char *bytes, unsigned int length)
{
  g_byte_array_append (data, bytes, length);
  return CAIRO_STATUS_SUCCESS;
}

/* Draws onto the surface, finishes it and gives it up. */
static cairo_status_t
draw_on (Job *job, cairo_surface_t *surface, double resolution)
{
  cairo_t *cr = cairo_create (surface);
  cairo_status_t status;

  gdk_cairo_set_source_rgba (cr, &job->theme->background);
  cairo_paint (cr);
  sl_plot_draw (job->plot, cr, job->width, job->height, 72, resolution, job->theme);
  cairo_show_page (cr);
  status = cairo_status (cr);
  cairo_destroy (cr);
  return status;
}

static cairo_status_t
finish (cairo_surface_t *surface, cairo_status_t status)
{
  cairo_surface_finish (surface);
  if (status == CAIRO_STATUS_SUCCESS)
    status = cairo_surface_status (surface);
  cairo_surface_destroy (surface);
  return status;
}

static cairo_status_t
make_pdf (Job *job)
{
  cairo_surface_t *surface =
      cairo_pdf_surface_create_for_stream (write_cb, job->bytes, job->width, job->height);
  g_autofree char *title = sl_plot_plain (job->plot->title);
  g_autofree char *subject = sl_plot_plain (job->plot->caption);

  cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_TITLE, title);
  cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_SUBJECT, subject);
  cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_CREATOR, "Starloom " SL_VERSION);
  return finish (surface, draw_on (job, surface, VECTOR_RESOLUTION));
}

static cairo_status_t
make_svg (Job *job)
{
  cairo_surface_t *surface =
      cairo_svg_surface_create_for_stream (write_cb, job->bytes, job->width, job->height);
  cairo_status_t status;
  const char *tag, *end;

  cairo_svg_surface_set_document_unit (surface, CAIRO_SVG_UNIT_PT);
  status = finish (surface, draw_on (job, surface, VECTOR_RESOLUTION));

  /* Cairo writes no metadata into SVG; title and description are what screen readers and file managers look
   * for. */
  g_byte_array_append (job->bytes, (const guint8 *) "", 1);
  tag = strstr ((const char *) job->bytes->data, "<svg");
  end = tag ? strchr (tag, '>') : NULL;
  if (end)
    {
      g_autofree char *title = sl_plot_plain (job->plot->title),
                      *description = sl_plot_plain (job->plot->caption);
      g_autofree char *inserted =
          g_markup_printf_escaped ("\n<title>%s</title>\n<desc>%s</desc>", title, description);
      GByteArray *whole = g_byte_array_sized_new (job->bytes->len + strlen (inserted));
      guint head = (guint) ((const guint8 *) end - job->bytes->data) + 1;

      g_byte_array_append (whole, job->bytes->data, head);
      g_byte_array_append (whole, (const guint8 *) inserted, strlen (inserted));
      g_byte_array_append (whole, job->bytes->data + head, job->bytes->len - head);
      g_byte_array_unref (job->bytes);
      job->bytes = whole;
    }
  g_byte_array_set_size (job->bytes, job->bytes->len - 1);
  return status;
}

static cairo_status_t
make_png (Job *job)
{
  double scale = PNG_DPI / 72;
  cairo_surface_t *surface =
      cairo_image_surface_create (CAIRO_FORMAT_RGB24, (int) lround (job->width * scale),
                                  (int) lround (job->height * scale));
  cairo_status_t status;

  cairo_surface_set_device_scale (surface, scale, scale);
  status = draw_on (job, surface, 1 / scale);
  if (status == CAIRO_STATUS_SUCCESS)
    status = cairo_surface_write_to_png_stream (surface, write_cb, job->bytes);
  return finish (surface, status);
}

static const struct { const char *extension; cairo_status_t (*make) (Job *); } formats[] = {
  { ".pdf", make_pdf }, { ".svg", make_svg }, { ".png", make_png },
};

/* A broad panel for one, a column for many; close to what journals print. */
static double
natural_height (SlPlot *plot, double width_mm)
{
  double shares = 0, largest = 0;

  for (guint i = 0; i < plot->panels->len; i++)
    {
      shares += sl_plot_panel (plot, i)->share;
      largest = MAX (largest, sl_plot_panel (plot, i)->share);
    }
  return width_mm * (width_mm > 120 ? 0.45 : 0.65) * (largest > 0 ? MIN (shares / largest, 2.2) : 1);
}

GBytes *
sl_plot_export (SlPlot *plot, const char *path, double width_mm, double height_mm, const SlPlotTheme *theme,
                GError **error)
{
  const char *dot = strrchr (path, '.'), *slash = strrchr (path, '/');
  SlPlotTheme print;
  cairo_status_t status;
  Job job = { .plot = plot, .theme = theme };
  guint format;

  g_return_val_if_fail (plot != NULL, NULL);
  if (slash && dot && dot < slash)
    dot = NULL;
  for (format = 0; format < G_N_ELEMENTS (formats); format++)
    if (dot && g_ascii_strcasecmp (dot, formats[format].extension) == 0)
      break;
  if (format == G_N_ELEMENTS (formats))
    {
      g_set_error (error, SL_EXPORT_ERROR, SL_EXPORT_ERROR_FORMAT,
                   _ ("%s: a figure’s name must end in .pdf, .svg or .png, not in “%s”"), path,
                   dot ? dot : "");
      return NULL;
    }
  if (height_mm == 0)
    height_mm = natural_height (plot, width_mm);
  if (!(width_mm >= MIN_MM && width_mm <= MAX_MM && height_mm >= MIN_MM && height_mm <= MAX_MM))
    {
      g_set_error (error, SL_EXPORT_ERROR, SL_EXPORT_ERROR_SIZE,
                   _ ("%s: a figure must be between %d and %d mm wide and high, not %g × %g mm"), path,
                   MIN_MM, MAX_MM, width_mm, height_mm);
      return NULL;
    }
  if (!theme)
    {
      sl_plot_theme_init (&print, SL_PLOT_THEME_PRINT, 1);
      job.theme = &print;
    }
  job.width = width_mm * POINTS_PER_MM;
  job.height = height_mm * POINTS_PER_MM;
  job.bytes = g_byte_array_new ();
  sl_number_begin_file ();
  status = formats[format].make (&job);
  sl_number_end_file ();
  if (status != CAIRO_STATUS_SUCCESS)
    {
      g_set_error (error, SL_EXPORT_ERROR, SL_EXPORT_ERROR_DRAW, _ ("%s: the figure could not be drawn: %s"),
                   path, cairo_status_to_string (status));
      g_byte_array_unref (job.bytes);
      return NULL;
    }
  return g_byte_array_free_to_bytes (job.bytes);
}
