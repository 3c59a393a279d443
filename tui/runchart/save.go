package runchart

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	tea "charm.land/bubbletea/v2"

	"github.com/cqi-pdsa/pdsa/cycle/plot"
	"github.com/cqi-pdsa/pdsa/cycle/report"
	"github.com/cqi-pdsa/pdsa/tui/chart"
	"github.com/cqi-pdsa/pdsa/tui/ui"
)

// write saves what is shown as an image, in the background.
func (s *Screen) write(name string) tea.Cmd {
	if name == "" {
		return nil
	}
	plots := s.shown()
	return func() tea.Msg {
		path, err := imagePath(name)
		if err == nil {
			err = writeNew(path, report.ChartSVG(plots...))
		}
		if err != nil {
			return ui.Notice{Text: "the image was not saved: " + reason(err), Bad: true}
		}
		return ui.Notice{Text: "saved as " + path}
	}
}

// shown gives the plots of the charts in view.
func (s *Screen) shown() []*plot.Plot {
	switch s.view {
	case groupCharts:
		return plot.Groups(s.chart())
	case beforeAfter:
		if parts := plot.BeforeAfter(s.chart()); parts != nil {
			return parts
		}
	}
	return []*plot.Plot{s.read()}
}

// imagePath completes a file name: a name without a folder goes to the person's
// own.
func imagePath(name string) (string, error) {
	if !strings.HasSuffix(strings.ToLower(name), ".svg") {
		name += ".svg"
	}
	if filepath.IsAbs(name) {
		return name, nil
	}
	home, err := os.UserHomeDir()
	if err != nil {
		return "", fmt.Errorf("your own folder is not known: type the whole name with its folders")
	}
	return filepath.Join(home, strings.TrimPrefix(name, "~"+string(filepath.Separator))), nil
}

// writeNew writes a file that is not there yet, as a whole or not at all.
func writeNew(path string, data []byte) (err error) {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, os.Remove(path))
		}
	}()
	_, err = f.Write(data)
	return errors.Join(err, f.Close())
}

func reason(err error) string {
	var at *fs.PathError
	switch {
	case errors.Is(err, fs.ErrExist):
		return "there is a file of this name already. Choose another name"
	case errors.Is(err, fs.ErrNotExist):
		return "there is no such folder"
	case errors.As(err, &at):
		return at.Err.Error()
	}
	return err.Error()
}

// copied puts the chart with its words on the clipboard as text.
func (s *Screen) copied() tea.Cmd {
	const w, h = 80, 26
	lines := chart.Draw(chart.Spec{Plot: s.read(), Words: true}, w, h, ui.NewTheme(true, true))
	return ui.Send(ui.Copy{Text: plainText(lines), What: "the chart of " + s.read().Name()})
}
