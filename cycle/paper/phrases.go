package paper

import (
	"strings"
	"sync"

	"github.com/cqi-pdsa/pdsa/cycle"
)

// A label is how a place of the organizer is called on paper. Phrases stand apart
// by a bar. Those of anywhere are clear on their own; those of within say what they
// mean only in their section: "who" is another field in a plan than in a problem.
//
// A key is a field ("strengths"), a field of a list ("actions.what"), a list or a
// section ("measures", "point_a"), or an item with what is known of it
// ("measures=outcome").
type label struct {
	key, section     string
	anywhere, within string
}

// labels are in the order of the organizer, which settles what could be two things.
func labels() []label {
	return []label{
		{"form", "", "pdsa|pdsa organizer|pdsa cycle|pdsa cycle organizer|pdsa template|pdsa worksheet|pdsa planning template|pdsa planning tool|pdsa form|plan do study act|plan do study act cycle|plan do study act organizer|organizer|planning organizer|template|worksheet|plan|do|study|act|phase 1 plan|phase 2 do|phase 3 study|phase 4 act|plan phase|do phase|study phase|act phase|direction|instruction|leadership academy", ""},
		{"about", "about", "about|about this cycle|cycle information|general information|team information", ""},
		{"title", "about", "title|cycle title|title of cycle|title of the cycle|name of cycle|cycle name|project title|project name|inquiry title|pdsa title|name of the cycle", "name|topic"},
		{"school", "about", "school|school name|name of school|name of the school", "campus|building|site"},
		{"team", "about", "team|team member|members of the team|team member name|pdsa team|inquiry team|participant|who is on the team|our team", "member|name"},
		{"start", "about", "start date|begin date|beginning date|date started|start of cycle|start of the cycle|cycle start|cycle start date", "start|date|begin|cycle date"},
		{"weeks", "about", "number of week|length of cycle|length of the cycle|cycle length|how many week", "week|duration|length"},
		{"network", "about", "network|support network|district network|support tier", ""},
		{"evidence", "evidence", "evidence|evidence consulted|data consulted|data source|source of evidence|source of data|evidence and strength|evidence strength|evidence examined|evidence reviewed|data reviewed|data examined|what evidence did we consult|what data did we look at", "data"},
		{"evidence.source", "evidence", "", "source|data|type|kind|type of evidence|kind of evidence|evidence|data source|type of data|evidence source"},
		{"evidence.consulted", "evidence", "", "consulted|used|we used it|reviewed|looked at|did we use it|yes no|check if used"},
		{"evidence.finding", "evidence", "", "finding|key finding|what it showed|what did it show|what it show|what we learned|what it tell u|what does it tell u|what doe it tell u|result|summary|note|observation|takeaway|what we saw|what we found"},
		{"evidence.link", "evidence", "", "where it is|link|location|file|where|where to find it"},
		{"evidence=interviews", "evidence", "empathy interview", "interview|student interview|family interview|focus group"},
		{"evidence=hals", "evidence", "hals|hals survey|hals school survey|school quality survey|hals dashboard|school quality survey dashboard", "survey|climate survey"},
		{"evidence=oa", "evidence", "oa|oa dashboard|oa student outcome|student outcome dashboard", "student outcome|outcome dashboard"},
		{"evidence=mcas", "evidence", "mcas|mca", "state test|state test result"},
		{"evidence=diagnostic", "evidence", "iready|i ready|diagnostic test|diagnostic", "benchmark|benchmark assessment"},
		{"evidence=rounds", "evidence", "instructional round|learning walk|instructional rounds learning walk", "round|walkthrough|classroom visit|classroom observation"},
		{"evidence=student_work", "evidence", "student work|student work sample|looking at student work", "work sample"},
		{"evidence=other", "evidence", "other evidence|other data", "other"},
		{"strengths", "evidence", "strength|our strength|what work well|what is working|what is working well|what is going well|what work|asset|bright spot|current strength|area of strength|success|what already work", ""},
		{"problem", "problem", "focal problem|problem|the problem|our problem", ""},
		{"priority", "problem", "priority|priority area|area of need|priority area of need|focus area|focal area|area of focus|priority need|priority area need", "need|focus"},
		{"practice", "problem", "problem of practice|pop|our problem of practice|problem of practice statement|pop statement|problem of practice who doe what|statement of the problem", ""},
		{"problem.who", "problem", "problem who", "who|whose action|group|subject"},
		{"problem.does", "problem", "problem doe|who doe", "doe|do|does|doe what|action|behavior|is doing|are doing|verb"},
		{"problem.what", "problem", "problem what", "what|to what|how|when|object"},
		{"fishbone", "fishbone", "fishbone|diagnosis|root cause analysis|cause and effect|fishbone diagram|ishikawa|ishikawa diagram|cause analysis|causal analysis|why is this happening|root cause diagnosis|cause of the problem", ""},
		{"five_whys", "fishbone", "five why|5 why|the five why|the 5 why|five why and fishbone", ""},
		{"bones.name", "fishbone", "", "bone|category|category of cause|theme|area"},
		{"causes.text", "fishbone", "cause|contributing cause|contributing factor|possible cause", "factor|reason"},
		{"causes.root", "fishbone", "root cause|likely root cause|our root cause|root cause we can act on", "root|is it a root cause|likely root"},
		{"causes.votes", "fishbone", "", "vote|number of vote|dot"},
		{"whys.text", "fishbone", "", "why|because|why is that"},
		{"goals", "goals", "short term goal|goal|smart goal|aim|aim statement|goal a to b|point a to point b|point a and point b|our goal|short term goal point a point b", ""},
		{"point_a", "goals", "point a|current state|where are we now|where we are now|starting point|current reality|present state|point a now|point a current state|point a where are we now|point a where we are now", "now|today|from"},
		{"point_b", "goals", "point b|desired state|where do we want to be|where we want to be|target state|future state|goal state|point b desired state|point b goal|point b where do we want to be|point b in six week|point b in 6 week", "in six week|in 6 week|to"},
		{".what", "goals", "", "what|statement|description|what is happening"},
		{".for_whom", "goals", "", "for whom|who|population|student|target group|target population"},
		{".by_when", "goals", "", "by when|when|date|as of when|target date|deadline|as of|by what date"},
		{".how_much", "goals", "", "how much|how many|number|amount|to what extent|by how much|measure"},
		{"goal_checks", "goals", "goal check|check your goal|goal checklist|self check", "check"},
		{"goal_checks=undesirable", "goals", "is what is undesirable stated|i what i undesirable stated|what is wrong is said|is the undesirable stated|undesirable stated", ""},
		{"goal_checks=gap", "goals", "is the gap clear|is the gap between a and b clear|is the gap between point a and point b clear|a to b is clear|gap is clear", ""},
		{"goal_checks=feasible", "goals", "is b feasible|is point b feasible|is b feasible in six week|is point b feasible in six week|b can be reached", ""},
		{"goal_checks=defined", "goals", "are key word defined|are the key word defined|are key term defined|word are clear", ""},
		{"drivers", "drivers", "driver|change driver|primary driver|driver of change|key driver|driver and activity|change driver and activity|change driver and change activity|driver and change activity|driver diagram|theory of action", ""},
		{"drivers.text", "drivers", "", "driver|change driver"},
		{"drivers.kind", "drivers", "", "kind|type|kind of driver"},
		{"drivers.rationale", "drivers", "", "why|why this|rationale|reason|why this driver|research"},
		{"activities.text", "drivers", "activity|change activity|change idea|change activity under each driver|what we will try", "change|strategy|idea|change we will try"},
		{"prediction", "prediction", "prediction|our prediction|hypothesis|we predict|what we predict|what do we think will happen|what we think will happen|what do we predict will happen", ""},
		{"scope", "prediction", "size of the test|scope|scope of the test|scale of the test|test size|size of test", "where|with whom"},
		{"actions", "actions", "implementation plan|action plan|weekly plan|work plan|plan of action|action item|action step|implementation|who doe what when|implementation plan weekly", ""},
		{"actions.what", "actions", "action item|action step", "what|action|item|step|task|activity|strategy|what will be done|what has to be done|what need to be done|to do"},
		{"actions.names", "actions", "person responsible|people responsible|who is responsible|responsible person|person in charge", "who|name|responsible|responsibility|lead|owner|by whom|staff|person|team member"},
		{"actions.weeks", "actions", "", "when|week|timeline|by when|date|in which week|due|due date"},
		{"actions.note", "actions", "", "note|comment|resource|resource needed|material"},
		{"actions.status", "actions", "", "status|done|done or missed|progress|complete"},
		{"measures", "measures", "measure|practical measure|measurement plan|measurement|data collection plan|how will we know|progress measure|measure of progress", ""},
		{"measures=outcome", "measures", "outcome measure|outcome measure did it work", "outcome|did it work"},
		{"measures=driver", "measures", "driver measure|driver measure is it working", "driver|is it working"},
		{"measures=process", "measures", "process measure|process measure how is it working", "process|how is it working"},
		{"measures=balance", "measures", "balance measure|balancing measure|balance measure is something else getting worse|balancing measure is something else getting worse", "balance|balancing|is something else getting worse"},
		{"measures.name", "measures", "", "measure|name|what|indicator|what we measure|measure name|name of measure|what will we measure"},
		{"measures.kind", "measures", "", "kind|type|kind of measure|type of measure|measure type"},
		{"measures.unit", "measures", "", "unit"},
		{"measures.definition", "measures", "operational definition", "definition|how we count it|how is it counted|how measured|how will we measure it|how|description|how do we measure it"},
		{"measures.owner", "measures", "", "who|owner|who collect|who collect it|responsible|person responsible|collected by|who will collect it|who will collect|by whom"},
		{"measures.rhythm", "measures", "", "how often|frequency|rhythm|when|schedule|when collected"},
		{"measures.direction", "measures", "", "direction|better is|direction wanted|desired direction"},
		{"measures.baseline", "measures", "", "baseline|current|start|starting value|point a"},
		{"measures.goal", "measures", "", "goal|target|aim|point b"},
		{"diary", "diary", "diary|what happened|implementation note|weekly note|weekly log|journal|do note|what we did|implementation log|do what happened|note from the week", "log|observation"},
		{"diary.week", "diary", "", "week|when"},
		{"diary.text", "diary", "", "what happened|note|what we did|observation|surprise|reflection|entry|what was carried out"},
		{"study", "study", "data collected|what do the data show|what the data show|what did the data show|study the data", ""},
		{"study.results", "study", "result|data result|result and data|our result", "data|finding"},
		{"study.variation", "study", "variation|up and down|variation and trend|trend and variation|trend", "pattern"},
		{"study.prediction", "study", "against prediction|compare with the prediction|compared with the prediction|comparison with prediction|comparison with the prediction|comparison to prediction|prediction and result|how did the result compare with the prediction|prediction v result|did it match our prediction|predicted and observed", "prediction|compared with prediction"},
		{"study.learned", "study", "what we learned|what we learnt|what did we learn|what we learn|lesson learned|learning|what was learned|new learning", "reflection|lesson"},
		{"study.for_whom", "study", "for whom it worked|for whom did it work|who did it work for|for whom did it work and for whom not|for whom did it work for whom not", "for whom"},
		{"act.decision", "act", "decision|our decision|act decision|next step|what next|what will we do next|repeat replan adapt restart|repeat replan adapt or restart|decision repeat replan adapt restart|our next step", "option"},
		{"act.why", "act", "why do the data say so|reason for the decision|why this decision|reason for decision", "why|reason|rationale|because|justification"},
		{"requests", "support", "support request|support needed|what support do we need|support|request|help needed|support we need|support from the district", ""},
		{"requests.text", "support", "", "request|support|what|need|what we need"},
		{"requests.owner", "support", "", "who|owner|who take care|from whom"},
		{"requests.promised", "support", "", "when|by when|promised|promised for|date|date needed"},
		{"requests.state", "support", "", "state|status"},
		{"requests.answer", "support", "", "answer|response"},
		{"checkpoints", "checkpoints", "check point|checkpoint|milestone", ""},
		{"checkpoints.date", "checkpoints", "", "date|when"},
		{"checkpoints.text", "checkpoints", "", "what|what to look at|text|check point|checkpoint|look at"},
		{"checkpoints.done", "checkpoints", "", "done"},
		{"points.measure", "points", "", "measure"},
		{"points.date", "points", "", "date|week|when|school year"},
		{"points.value", "points", "", "value|number|result|score|count"},
		{"points.n", "points", "", "out of|n|of|total"},
		{"points.subgroup", "points", "", "group|student group|subgroup"},
		{"points.note", "points", "", "note|what happened"},
		{"comments.step", "comments", "", "step|about"},
		{"comments.kind", "comments", "", "kind"},
		{"comments.text", "comments", "", "comment|text"},
		{"comments.author", "comments", "", "from|who|author|name"},
		{"comments", "comments", "comment|coach comment|feedback|coach feedback|comment from the coach|coach note", ""},
	}
}

// prompts are words by which forms ask, beside those of the organizer's own table.
const prompts = "did it work|is it working|how is it working|is something else getting worse|what else might change|" +
	"who doe what|fill in the three blank|fill in the blank|where are we now|where we are now|where we want to be|where do we want to be|where do you want to be|where do we want to be in six week|" +
	"where are you now|what evidence did you consult|list the evidence you consulted|check all that apply|" +
	"check one|choose one|select one|circle one|what do you think will happen|what do we think will happen|what will we do|what did you learn|what happened|" +
	"be specific|add row as needed|add more row as needed|complete with your team|to be completed by the team|" +
	"which part of the system will you move|what is the problem|ask why five time|ask why five times|what are the likely root cause|operational definition|who collect it and how often"

// asides are words that forms put in brackets behind a label.
const asides = "now|today|current state|desired state|in six week|in 6 week|six week|6 week|optional|if any|current|who what when|appreciative inquiry|" +
	"name|date|goal|baseline|who doe what|required|all that apply|check all|pop|plan|do|study|act|add row|add more row"

// blanks are what forms show where nobody has written yet.
const blanks = "click or tap here to enter text|click or tap to enter a date|click here to enter text|click here to enter a date|choose an item|enter text here|enter text|" +
	"type here|type text here|type your answer here|your answer here|your text here|write here|insert text|insert text here|insert name|insert date|insert school name|name here|" +
	"type answer here|answer here|add text|add text here|enter date|enter name|your answer|response here|start typing"

// A vocabulary is the labels as they are looked up.
type vocabulary struct {
	anywhere map[string][]string            // keys by phrase
	within   map[string]map[string][]string // by section
	section  map[string]string              // of a key
	order    map[string]int                 // of a key
	prompts  map[string]bool
	asides   map[string]bool
	blanks   map[string]bool

	// Phrases by their first letter, in which no slip of the keyboard is allowed
	// for: by section, "" for those of anywhere.
	byLetter  map[string]map[byte][]string
	promptsBy map[byte][]string
}

// phrases is built at its first use: who never imports a document does not pay for
// it.
var phrases = sync.OnceValue(func() *vocabulary {
	v := &vocabulary{
		anywhere: map[string][]string{}, within: map[string]map[string][]string{},
		section: map[string]string{}, order: map[string]int{}, prompts: map[string]bool{}, asides: map[string]bool{}, blanks: map[string]bool{},
	}
	for i, l := range labels() {
		v.section[l.key], v.order[l.key] = l.section, i
		v.addAll(l.anywhere, "", l.key)
		v.addAll(l.anywhere, l.section, l.key)
		v.addAll(l.within, l.section, l.key)
	}
	v.addOrganizer()
	for p := range strings.SplitSeq(prompts, "|") {
		v.prompts[plain(p)] = true
	}
	for a := range strings.SplitSeq(asides, "|") {
		v.asides[plain(a)] = true
	}
	for b := range strings.SplitSeq(blanks, "|") {
		v.blanks[plain(b)] = true
	}
	v.byLetter = map[string]map[byte][]string{"": byLetter(v.anywhere)}
	for section, known := range v.within {
		v.byLetter[section] = byLetter(known)
	}
	v.promptsBy = byLetter(v.prompts)
	return v
})

// byLetter sorts phrases by their first letter.
func byLetter[T any](known map[string]T) map[byte][]string {
	out := map[byte][]string{}
	for p := range known {
		if p != "" {
			out[p[0]] = append(out[p[0]], p)
		}
	}
	return out
}

func (v *vocabulary) addAll(all, section, key string) {
	for p := range strings.SplitSeq(all, "|") {
		v.add(plain(p), section, key)
	}
}

func (v *vocabulary) add(phrase, section, key string) {
	if phrase == "" {
		return
	}
	to := v.anywhere
	if section != "" {
		if v.within[section] == nil {
			v.within[section] = map[string][]string{}
		}
		to = v.within[section]
	}
	to[phrase] = append(to[phrase], key)
}

// addOrganizer adds the words of the organizer itself: its labels, and its prompts
// and help, so that a document that this program printed reads back.
func (v *vocabulary) addOrganizer() {
	for row := range cycle.Fields() {
		key := strings.Replace(row.Key(), "[]", "", 1)
		for _, text := range []string{row.Field.Prompt, row.Field.Help, row.Step.Prompt, row.Step.Help} {
			v.prompts[plain(text)] = true
		}
		if row.List != nil {
			v.prompts[plain(row.List.Prompt)], v.prompts[plain(row.List.Help)], v.prompts[plain(row.List.Empty)] = true, true, true
		}
		for _, o := range row.Field.Options {
			v.prompts[plain(o.Help)] = true
		}
		section, known := v.section[key]
		if !known {
			continue
		}
		v.add(plain(row.Field.Label), section, key)
	}
	for _, point := range []string{"a", "b"} {
		for _, part := range []string{"what", "for_whom", "by_when", "how_much"} {
			f, _ := cycle.FieldByKey("point_" + point + "." + part)
			key := "point_" + point + "." + part
			v.section[key], v.order[key] = "goals", v.order["."+part]
			v.add(plain(f.Label), "", key)
			v.add(plain(f.Label), "goals", key)
		}
	}
	delete(v.prompts, "")
}
