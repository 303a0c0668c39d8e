"""Given names that are common where English is written: what makes a word a name where nothing around it says so."""

from assistant.understanding.vocabulary import COMMON_WORDS, NAMES_THAT_ARE_WORDS

_WORDS = """
    aaron abby abdul abigail abu ada adam adele adrian agnes ahmed aidan aiden aimee aisha alan albert alejandro alex
    alexa alexander alexandra alexis alfie alfred ali alice alicia alina alison allan allison alma alyssa amanda amara
    amber amelia amina amir amit amy ana anastasia andre andrea andrei andrew andy angela angelica angus anil anita
    anja ann anna annabel anne annette annie anthony antonia antonio anya archie ariana arjun arnold arthur arun asha
    ashley astrid aubrey audrey austin ava avery ayesha barbara barry bart beatrice becky bella ben benjamin bernard
    bernie beth bethany betty beverly bianca billy blake bob bobby bonnie boris brad bradley brandon brenda brendan
    brian bridget brittany brooke bruce bruno bryan caitlin caleb callum cameron camilla carl carla carlos carmen
    carol caroline carolyn carrie casey cassandra catherine cathy cecilia charles charlie charlotte chelsea cheryl
    chiara chloe chris christian christina christine christopher ciara cindy claire clara clare clark claudia clive
    cody colette colin colm connie connor conor corey courtney craig cristina curtis cynthia daisy dale damian dan
    dana daniel daniela danielle danny daphne darcy daria darren dave david davina deb debbie deborah declan dee deepa
    deirdre delia denis denise dennis derek dev devon diana diane diego dina dominic don donald donna doreen doris
    dorothy doug douglas duncan dylan eamon ed eddie edgar edith edward edwin eileen elaine eleanor elena eli elijah
    elise eliza elizabeth ella ellen ellie elliot eloise elsa elsie emil emilia emily emma emmanuel eric erica erik
    erin ernest esme esther ethan eugene eva evan eve evelyn ewan faisal farah fatima fay felicity felix fergus
    fernando fiona flora florence frances francesca francis francisco frankie fraser fred freddie frederick freya
    gabriel gabriela gail gareth gary gavin gemma geoff geoffrey george georgia georgina gerald gerard gillian gina
    giovanni giulia gladys glen glenn gloria gordon graham greg gregory greta guido gus gwen hamish hana hanna hannah
    harold harriet harris harrison harry harvey hasan hassan hazel heather heidi helen helena henrik henry hilary
    hilda holly howard hugh hugo hussain ian ibrahim ida igor ilona imogen imran ines ingrid irene irina iris isaac
    isabel isabella isla ivan ivy izzy jackie jackson jacob jacqueline jade jake jamal james jamie jan jana jane janet
    janice jared jasmin jasmine jason javier jay jayne jean jeff jeffrey jen jenna jennifer jenny jeremy jerome jerry
    jess jesse jessica jessie jill jim jimmy jo joan joanna joanne jodie joe joel joey johan johanna john johnny jon
    jonas jonathan jordan jorge jose joseph josephine josh joshua joyce juan judith judy julia julian juliana julie
    juliet julio justin justine kai kaitlyn karan karen karim karin karl karolina kasia kat kate katherine kathleen
    kathryn kathy katie katrina katya kay kayla keira keith kelly kelsey ken kenneth kenny kerry kevin khadija kieran
    kim kimberly kirsten kirsty kofi kristen kristina kumar kurt kyle lara larry laura lauren laurence laurie lawrence
    layla lea leah leanne lee leila lena lenny leo leon leonard leonie leroy lesley leslie lewis lexi liam lidia lila
    lillian lily lina linda lindsay lindsey lionel lisa liz lizzie logan lois lola lorenzo lorna lorraine lottie lou
    louis louisa louise luca lucas lucia lucinda lucy luigi luis luka lukas luke lydia lynn lynne mabel maddie
    madeleine madison magda maggie maisie malcolm malik mandy manuel marc marcel marcia marco marcus margaret maria
    mariam marian mariana marie marina mario marion marissa marjorie marlene martha martin martina marty marvin mary
    maryam mateo matilda matt matteo matthew maureen maurice max maya meera meg megan mehmet mei melanie melissa
    mercedes meredith mia michael michaela michel michelle mick miguel mika mike mikhail mila mildred millie mina ming
    miranda miriam mo mohamed mohammad mohammed moira molly mona monica monique morgan morris moses muhammad muriel
    myra nadia nadine nancy naomi natalia natalie natasha nathan neil nell nellie nia niamh nicholas nick nicky nicola
    nicolas nicole nigel nikhil niki nikita nikki nina noah noel nora norma norman olga olive oliver olivia ollie omar
    orla oscar owen pablo paddy padraig pamela paola patricia patrick patsy paul paula pauline pavel pawel pedro peggy
    percy perry pete peter petra phil philip philippa phillip phoebe pierre pippa polly poppy prakash preeti priya
    quentin quinn rachel rafael rahul raj rajesh ralph ramon randy raphael rashid raul ravi raymond rebecca reg reggie
    regina rene renee reuben rhys ricardo richard rick ricky rita rob robbie robert roberta roberto robin rochelle rod
    roger rohan roisin roland roman ron ronald ronan ronnie rory rosa rosalind rosemary rosie ross roxanne roy ruben
    rupert russell ruth ryan sabrina sadie said saima sally salma sam samantha samir samuel sandra sandy sanjay
    santiago sara sarah sasha saul scott sean sebastian selina serena sergio seth shane shannon sharon sheila shelley
    shirley shreya sian sid sidney sienna silvia simon simone sinead siobhan sofia sonia sonya sophia sophie spencer
    stacey stan stanley stefan stefano stella steph stephanie stephen steve steven stewart stuart sunil suresh susan
    susanna susie suzanne sven svetlana sylvia tamara tammy tania tanya tara tariq tatiana taylor ted terence teresa
    terry tess tessa thea thelma theo theodore theresa thomas tiffany tim timothy tina toby todd tom tomas tommy toni
    tony tracey tracy travis trevor tricia trisha troy tyler uma ursula valentina valerie vanessa vera vernon veronica
    vicky victor victoria vijay vikram viktor vincent viola violet virginia viv vivian vivienne vlad wanda warren
    wayne wendy werner wesley whitney wilfred wilhelm william winston xavier yan yasmin yasmine yolanda yousef yuki
    yusuf yvette yvonne zac zach zachary zahra zara zoe zofia bev fran gav kev lil mags nat ned trish vic
"""
GIVEN_NAMES = frozenset(_WORDS.split()) - COMMON_WORDS
"""In small letters; none of them is a common word."""
WRITTEN_SMALL = GIVEN_NAMES - NAMES_THAT_ARE_WORDS
"""Those that are names without a capital too."""
