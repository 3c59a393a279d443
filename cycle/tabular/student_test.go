package tabular_test

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/cqi-pdsa/pdsa/cycle/tabular"
)

func level(t testing.TB, text string) (string, bool) {
	r := open(t, text)
	return tabular.StudentLevel(r.Columns(), r.Sample())
}

// repeat makes n rows; # is the row's number, @ a name of a person, ~ a date in
// no order.
func repeat(header, row string, n int) string {
	people := []string{"Ana Ruiz", "Sok Chan", "Maria De Leon", "Tom O'Brien", "Linh Tran", "Kofi Mensah", "Eva Lima", "Sam Hill", "Zoe Park", "Ben Roy"}
	text := header + "\n"
	for i := range n {
		line := strings.ReplaceAll(row, "#", fmt.Sprint(31_204+i*7))
		line = strings.ReplaceAll(line, "@", people[i%len(people)])
		line = strings.ReplaceAll(line, "~", fmt.Sprintf("%d/%d/%d", i*5%12+1, i*11%27+1, 2008+i*7%9))
		text += line + "\n"
	}
	return text
}

func TestSingleStudentsAreToldByTheHeader(t *testing.T) {
	for _, header := range []string{
		"Student ID", "StudentID", "student_id", "STUDENT NUMBER", "Student_Number", "SASID", "LASID", "Stu ID", "State_StudentNumber", "StudentKey",
		"DOB", "Date of Birth", "Birthdate", "BirthDate", "birth_date", "D.O.B.", "SSN", "Social Security #", "Email", "E-mail", "Student Email Address", "IP Address", "IPAddress", "ip",
		"Student Name", "Student's Name", "Student Last Name", "First Name", "last_name", "LastName", "Guardian Name", "Home Phone", "ResponseId", "Respondent ID",
	} {
		if reason, bad := level(t, header+",Late\nx,1\n"); !bad || !strings.Contains(reason, header) {
			t.Errorf("%s passes (%s)", header, reason)
		}
	}
}

func TestSingleStudentsAreToldByValues(t *testing.T) {
	for name, text := range map[string]string{
		"e-mail":              "Contact,Late\nana@x.org,1\nsok@x.org,2\n",
		"network":             "Where,Late\n10.0.0.1,1\n192.168.1.20,2\n",
		"IPv6":                "Where,Late\n2001:db8::1,1\nfe80::2,2\n",
		"social security":     "No,Late\n123-45-6789,1\n987-65-4321,2\n",
		"ids":                 repeat("Student,Late", "#,1", 8),
		"names":               repeat("Student,Late", "@,1", 8),
		"last, first":         repeat("Name,Late", `"Ruiz, Ana #"`, 0) + "\"Ruiz, Ana\",1\n\"Chan, Sok\",1\n\"De Leon, Maria\",2\n\"O'Brien, Tom\",3\n\"Tran, Linh\",1\n",
		"names and grades":    repeat("Name,Grade,Absences", "@,7,3", 8),
		"names and birthdays": repeat("Name,When,Absences", "@,~,3", 10),
		"ids and sex":         repeat("ID,Sex,Absences", "#,F,3", 8),
		"ids and birthdays":   repeat("ID,Date,Absences", "#,~,3", 12),
	} {
		if reason, bad := level(t, text); !bad {
			t.Errorf("%s passes (%s)\n%s", name, reason, text)
		}
	}
}

func TestFiguresAboutGroupsPass(t *testing.T) {
	for name, text := range map[string]string{
		"a series":              "Date,Late\n2024-09-01,31\n2024-09-08,28\n",
		"unordered dates":       repeat("Date,Late", "~,3", 10),
		"counts":                repeat("Year,Students,Students Disciplined,% Students with a Law Enforcement Referral", "2023-24,#,3,1.5", 9),
		"number of students":    repeat("Year,Number of Students,Student Enrollment", "2023-24,#,#", 9),
		"student groups":        "Student Group,Rate\nEnglish Learners,1\nLow Income,2\nHigh Needs,3\nStudents w/ Disabilities,4\nAfrican American,5\n",
		"schools named after":   repeat("School Name,Grade,Rate", "@,7,3", 8),
		"a school in each row":  repeat("School,ID,Grade,Rate", "@,#,7,3", 9),
		"codes of schools":      repeat("District Code,Org Code,School Code,Grade,Rate", "0160,#,0160#,7,3", 9),
		"groups by race":        "Year,Race,Gender,Grade,N,Rate\n2024,Asian,F,7,100,3\n2024,White,M,8,100,3\n",
		"e-mails as counts":     "Week,Emails sent home\nW1,31\nW2,28\n",
		"birthdays as counts":   "Week,Birthdays celebrated\nW1,31\nW2,28\n",
		"no-shows":              "Week,Student no-shows\nW1,31\n",
		"a shipment":            "Week,Shipments,Zip,Trips\nW1,31,1852,2\n",
		"birth to three":        "Year,Births,Rate\n2023,31,2\n",
		"teams":                 repeat("Team,Late", "@,1", 8),
		"code of conduct":       "Week,Student Code of Conduct referrals\nW1,31\n",
		"survey by item":        "item,administration,n,mean\nHow safe do you feel?,2022,57,3.5\nMy teacher knows me,2023,45,4.4\n",
		"one year of the state": repeat("School Name,DESE ID,Attendance Rate", "@,0160#,93.4", 10),
	} {
		if reason, bad := level(t, text); bad {
			t.Errorf("%s is refused: %s", name, reason)
		}
	}
	for _, name := range []string{"attendance", "discipline"} {
		data, err := os.ReadFile("../../examples/data/dese-lowell-" + name + ".csv")
		if err != nil {
			t.Fatal(err)
		}
		if reason, bad := level(t, string(data)); bad {
			t.Errorf("the state's file of %s is refused: %s", name, reason)
		}
	}
}

func TestGuess(t *testing.T) {
	read := func(name string) string {
		data, err := os.ReadFile("../../examples/data/" + name)
		if err != nil {
			t.Fatal(err)
		}
		return string(data)
	}
	for _, tt := range []struct{ text, want string }{
		{read("dese-lowell-attendance.csv"), "x=Academic Year y=Attendance Rate,Average # of Absences,Absent 10 or more days,Chronically Absent (10% or more),Chronically Absent (20% or more),Unexcused > 9 days by= n= where=School Name"},
		{read("dese-lowell-discipline.csv"), "x=Academic Year y=Students Disciplined,% In-School Suspension,% Out-of-School Suspension,% Expulsion,% Removed to Alternate Setting,% Emergency Removal,% Students with a School-Based Arrest,% Students with a Law Enforcement Referral by= n=Students where=School Name"},
		{"group,item,administration,n,not_available_pct,useful_mean\nA,One,2022,57,3.5,2.9\nB,Two,2023,45,4.4,3.1\n", "x=administration y=not_available_pct,useful_mean by= n=n where=item"},
		{"Week,Late\nW1,31\nW2,28\n", "x=Week y=Late by= n= where="},
		{"Date,Student Group,Rate,N\n9/1/2024,EL,3,9\n9/1/2024,All,4,99\n", "x=Date y=Rate by=Student Group n=N where="},
		{"Week,Late\n1,31\n2,28\n", "x=Week y=Late by= n= where="},
		{"Week,Count\n1,31\n2,28\n", "x=Week y=Count by= n= where="},
		{"Date,Grade,Late\n9/1/2024,6,3\n9/1/2024,7,4\n", "x=Date y=Late by=Grade n= where="},
		{"École;Année;Groupe;Taux\nA;2020-21;Tous;3\nA;2020-21;EL;4\nB;2020-21;Tous;3\nB;2020-21;EL;4\n", "x=Année y=Taux by=Groupe n= where=École"},
		{"Semaine;Retards;Remarque\nW1;3;neige\nW2;4;pluie\n", "x=Semaine y=Retards by= n= where="},
		{"10/5,31\n10/12,28\n", "x=column 1 y=column 2 by= n= where="},
	} {
		r := open(t, tt.text)
		g := tabular.Guess(r.Columns(), r.Sample())
		var where []string
		for _, f := range g.Where {
			where = append(where, f.Column)
		}
		got := fmt.Sprintf("x=%s y=%s by=%s n=%s where=%s", g.X, strings.Join(g.Y, ","), g.By, g.N, strings.Join(where, ","))
		if got != tt.want {
			t.Errorf("%.30q: %s\nwant %s", tt.text, got, tt.want)
		}
	}
}
