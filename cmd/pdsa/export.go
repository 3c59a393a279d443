package main

import (
	"archive/zip"
	"context"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"
	"unicode"

	"github.com/spf13/cobra"

	"github.com/cqi-pdsa/pdsa/cycle/change"
	"github.com/cqi-pdsa/pdsa/cycle/report"
	"github.com/cqi-pdsa/pdsa/store"
)

// formats are the kinds of documents by the endings of their files.
var formats = []string{"json", "md"}

// exporting holds the flags of `pdsa export`.
type exporting struct {
	to, as     string
	all, force bool
}

func (a *app) exportCommand() *cobra.Command {
	var e exporting
	cmd := &cobra.Command{
		Use:   "export ID --to FILE",
		Short: "Write a cycle to a file, or all of them to a zip file",
		Long: "Write a cycle to a file: .md to read, .json with its whole history, which `pdsa import` reads back. " +
			"A file that is there already is left as it is, unless --force is given. With --to - it is printed, in the form that --as names.",
		Example:           "  pdsa export late --to late.md\n  pdsa export late --to - --as json\n  pdsa export --all --to cycles.zip",
		Args:              takes(0, 1, "the id or title of a cycle"),
		ValidArgsFunction: a.completeIDs,
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := e.check(args); err != nil {
				return err
			}
			if e.all {
				return a.exportAll(cmd.Context(), e)
			}
			return a.withCycle(reads, args[0], func(s *store.Store, st *change.State) error {
				data, err := a.document(s, st, e.as)
				if err != nil {
					return err
				}
				if e.to == "-" {
					_, err := a.out.Write(data)
					return err
				}
				return writeFile(e.to, e.force, func(w io.Writer) error {
					_, err := w.Write(data)
					return err
				})
			})
		},
	}
	cmd.Flags().StringVar(&e.to, "to", "", "the file; its ending says the form: "+strings.Join(formats, ", "))
	cmd.Flags().StringVar(&e.as, "as", "", "the form, where the file's name does not say it")
	cmd.Flags().BoolVar(&e.all, "all", false, "all cycles, into a .zip file")
	cmd.Flags().BoolVar(&e.force, "force", false, "write over a file that is there")
	return cmd
}

// check judges the flags and finds the form.
func (e *exporting) check(args []string) error {
	switch ending := strings.ToLower(strings.TrimPrefix(filepath.Ext(e.to), ".")); {
	case e.to == "":
		return wrongUsef("say where to: --to FILE")
	case e.all && len(args) > 0:
		return wrongUsef("name a cycle or give --all, not both")
	case e.all && ending != "zip":
		return wrongUsef("--all writes a zip file: --to FILE.zip")
	case e.all:
		return nil
	case len(args) == 0:
		return wrongUsef("name a cycle, or give --all")
	case e.as == "" && e.to == "-":
		return wrongUsef("say in which form: --as %s", strings.Join(formats, " or --as "))
	case e.as == "":
		e.as = ending
	}
	if !slices.Contains(formats, e.as) {
		return wrongUsef("a cycle cannot be written as %q. What can be written: %s", e.as, strings.Join(formats, ", "))
	}
	return nil
}

func (a *app) document(s *store.Store, st *change.State, as string) ([]byte, error) {
	if as == "md" {
		return report.Markdown(st.Cycle(), a.today()), nil
	}
	changes, err := s.Changes(st.Doc)
	if err != nil {
		return nil, err
	}
	return report.JSON(st.Cycle(), nil, changes)
}

// exportAll writes every cycle in every form. When it is stopped no file is left.
func (a *app) exportAll(ctx context.Context, e exporting) error {
	return a.with(looks, func(s *store.Store) error {
		rows, err := s.Recent(0)
		if err != nil {
			return err
		}
		told := a.progress("writing cycle")
		return writeFile(e.to, e.force, func(w io.Writer) error {
			z := zip.NewWriter(w)
			for i, row := range rows {
				if err := ctx.Err(); err != nil {
					return err
				}
				if err := a.addToZip(z, s, row); err != nil {
					return err
				}
				if told != nil {
					told(i+1, len(rows))
				}
			}
			return z.Close()
		})
	})
}

func (a *app) addToZip(z *zip.Writer, s *store.Store, row store.Row) error {
	st, err := s.State(row.ID)
	if err != nil {
		return err
	}
	for _, as := range formats {
		data, err := a.document(s, st, as)
		if err != nil {
			return err
		}
		w, err := z.CreateHeader(&zip.FileHeader{Name: fileName(row.Title, row.ID) + "." + as, Method: zip.Deflate, Modified: row.UpdatedAt().UTC()})
		if err != nil {
			return fmt.Errorf("the zip file cannot be written: %w", err)
		}
		if _, err := w.Write(data); err != nil {
			return fmt.Errorf("the zip file cannot be written: %w", err)
		}
	}
	return nil
}

// fileName makes a name that every system takes out of a title and an id.
func fileName(title, id string) string {
	const most = 40
	words := strings.FieldsFunc(strings.ToLower(title), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	name := []rune(strings.Join(words, "-"))
	safe := strings.Map(func(r rune) rune {
		if r == '-' || r == '_' || unicode.IsLetter(r) || unicode.IsDigit(r) {
			return r
		}
		return '_'
	}, id)
	return strings.Trim(string(name[:min(len(name), most)])+"-"+safe, "-")
}
